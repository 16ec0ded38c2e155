import { expect, it } from 'vitest'
import { routeApproval } from '../../src/approvals/routing.rules.ts'
import { asked, lakeside, ofCustomer, oneStep, policy, role, routing } from './routing-fixture.ts'

const people = ['a', 'b', 'c', 'd'].map((id) => lakeside(id, 'APPROVER'))
const admin = lakeside('admin')

it.each<[string, Parameters<typeof routing>[0], ReturnType<typeof asked>]>([
  [
    'groups and the people of the order',
    {
      directory: {
        groups: { apg_1: ['c', 'gone'] },
        requesterManagerId: 'a',
        accountOwnerId: 'b',
        costCenterOwnerId: 'd',
      },
      policies: [
        policy('p', {
          steps: [
            { position: 1, allOf: [{ anyOf: [{ kind: 'GROUP', groupId: 'apg_1' }], minimumApprovals: 1 }] },
            { position: 2, allOf: [{ anyOf: [{ kind: 'REQUESTER_MANAGER' }], minimumApprovals: 1 }] },
            { position: 3, allOf: [{ anyOf: [{ kind: 'ACCOUNT_OWNER' }], minimumApprovals: 1 }] },
            { position: 4, allOf: [{ anyOf: [{ kind: 'COST_CENTER_OWNER' }], minimumApprovals: 1 }] },
          ],
        }),
      ],
    },
    [[[['c'], 1]], [[['a'], 1]], [[['b'], 1]], [[['d'], 1]]],
  ],
  [
    'the customer: its own approvers, no other customer’s, and never by a role of the seller',
    {
      people: [ofCustomer('k'), ofCustomer('z', 'org_other'), lakeside('admin')],
      policies: [
        policy('p', {
          steps: [
            { position: 1, allOf: [{ anyOf: [{ kind: 'CUSTOMER_CONTACT' }], minimumApprovals: 1 }] },
            { position: 2, allOf: [{ anyOf: [role('APPROVER')], minimumApprovals: 1 }] },
          ],
        }),
      ],
    },
    [[[['k'], 1]], [[['admin'], 1]]],
  ],
  [
    'a customer without approvers: administrators',
    {
      people: [ofCustomer('z', 'org_other'), lakeside('admin')],
      policies: [policy('p', oneStep({ kind: 'CUSTOMER_CONTACT' }))],
    },
    [[[['admin'], 1]]],
  ],
  [
    'a manager who is not known: administrators',
    {
      policies: [
        policy('p', {
          steps: [{ position: 1, allOf: [{ anyOf: [{ kind: 'REQUESTER_MANAGER' }], minimumApprovals: 1 }] }],
        }),
      ],
    },
    [[[['admin'], 1]]],
  ],
])('a policy asks %s', (_name, given, expected) => {
  expect(asked(routeApproval(routing({ people: [...people, admin], ...given })))).toEqual(expected)
})
