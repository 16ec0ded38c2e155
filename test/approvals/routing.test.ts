import { describe, expect, it } from 'vitest'
import { routeApproval } from '../../src/approvals/routing.rules.ts'
import { asked, lakeside, meridian, oneStep, policy, role, routing, user } from './routing-fixture.ts'

describe('policies', () => {
  const people = ['a', 'b', 'c', 'd'].map((id) => lakeside(id, 'APPROVER'))
  const admin = lakeside('admin')

  it.each<[string, Parameters<typeof routing>[0], ReturnType<typeof asked>]>([
    [
      'one that applies takes the place of the default',
      { policies: [policy('p', oneStep(user('a')))] },
      [[[['a'], 1]]],
    ],
    [
      'two that overlap: both groups must agree',
      { policies: [policy('p', oneStep(user('a'), user('b'))), policy('q', oneStep(user('b'), user('c')))] },
      [
        [
          [['a', 'b'], 1],
          [['b', 'c'], 1],
        ],
      ],
    ],
    [
      'the same people are asked once, for the larger number',
      {
        policies: [
          policy('p', oneStep(user('a'), user('b'))),
          policy('q', {
            steps: [{ position: 1, allOf: [{ anyOf: [user('b'), user('a')], minimumApprovals: 2 }] }],
          }),
        ],
      },
      [[[['a', 'b'], 2]]],
    ],
    [
      'steps are united by position and numbered without holes',
      {
        policies: [
          policy('p', { steps: [{ position: 2, allOf: [{ anyOf: [user('a')], minimumApprovals: 1 }] }] }),
          policy('q', {
            steps: [
              { position: 2, allOf: [{ anyOf: [user('b')], minimumApprovals: 1 }] },
              { position: 5, allOf: [{ anyOf: [user('c')], minimumApprovals: 1 }] },
            ],
          }),
        ],
      },
      [
        [
          [['a'], 1],
          [['b'], 1],
        ],
        [[['c'], 1]],
      ],
    ],
    [
      'AND of OR within one policy',
      {
        policies: [
          policy('p', {
            steps: [
              {
                position: 1,
                allOf: [
                  { anyOf: [user('a'), user('b')], minimumApprovals: 1 },
                  { anyOf: [user('c'), user('d')], minimumApprovals: 2 },
                ],
              },
            ],
          }),
        ],
      },
      [
        [
          [['a', 'b'], 1],
          [['c', 'd'], 2],
        ],
      ],
    ],
    [
      'an automatic approval spares the default',
      { policies: [policy('auto', { effect: 'AUTO_APPROVE' })] },
      'AUTO_APPROVE',
    ],
    [
      'an automatic approval takes nothing from another policy',
      { policies: [policy('auto', { effect: 'AUTO_APPROVE' }), policy('p', oneStep(user('a')))] },
      [[[['a'], 1]]],
    ],
    [
      'one that blocks stops everything',
      {
        policies: [
          policy('p', oneStep(user('a'))),
          policy('no', { effect: 'BLOCK', message: 'Not to there.' }),
        ],
      },
      'POLICY_BLOCKED',
    ],
    [
      'one that warns or tells leaves the default',
      {
        policies: [
          policy('w', { effect: 'WARN', message: 'Careful.' }),
          policy('n', { effect: 'NOTIFY', watchers: [user('d')] }),
        ],
      },
      [[[['admin'], 1]]],
    ],
    [
      'the requester is not asked, and administrators take its place',
      { facts: { requesterId: 'a' }, policies: [policy('p', oneStep(user('a')))] },
      [[[['admin'], 1]]],
    ],
    [
      'the requester is asked where the policy says so',
      {
        facts: { requesterId: 'a' },
        policies: [policy('p', { ...oneStep(user('a')), selfApproval: 'ALLOW' })],
      },
      [[[['a'], 1]]],
    ],
    [
      'under an amount: below it',
      {
        facts: { requesterId: 'a', firstInvoiceTotal: '499.99' },
        policies: [
          policy('p', {
            ...oneStep(user('a')),
            selfApproval: 'ALLOW_UNDER',
            selfApprovalUnder: { amount: '500', currency: 'EUR' },
          }),
        ],
      },
      [[[['a'], 1]]],
    ],
    [
      'under an amount: not at it',
      {
        facts: { requesterId: 'a', firstInvoiceTotal: '500.00' },
        policies: [
          policy('p', {
            ...oneStep(user('a')),
            selfApproval: 'ALLOW_UNDER',
            selfApprovalUnder: { amount: '500', currency: 'EUR' },
          }),
        ],
      },
      [[[['admin'], 1]]],
    ],
    [
      'who is named and cannot decide is not asked: a quorum takes administrators in',
      {
        policies: [
          policy('p', {
            steps: [{ position: 1, allOf: [{ anyOf: [user('a'), user('gone')], minimumApprovals: 2 }] }],
          }),
        ],
      },
      [[[['a', 'admin'], 2]]],
    ],
    [
      'a quorum that not even administrators fill blocks',
      {
        policies: [
          policy('p', { steps: [{ position: 1, allOf: [{ anyOf: [user('gone')], minimumApprovals: 3 }] }] }),
        ],
      },
      'APPROVER_MISSING',
    ],
  ])('%s', (_name, given, expected) => {
    expect(asked(routeApproval(routing({ people: [...people, admin], ...given })))).toEqual(expected)
  })

  it('of a seller above asks its own people where it says so, else those of the seller', () => {
    const above = [meridian('m'), lakeside('l')]
    const at = (atPolicyOwner: boolean) =>
      asked(
        routeApproval(
          routing({
            people: above,
            policies: [policy('p', oneStep(role('RESELLER_ADMIN', atPolicyOwner)), 'org_meridian')],
          }),
        ),
      )
    expect(at(true)).toEqual([[[['m'], 1]]])
    expect(at(false)).toEqual([[[['l'], 1]]])
  })

  it('tells why, the warnings and whom to tell', () => {
    const condition = {
      all: [
        { fact: 'totalContractValue', operator: 'AT_LEAST', values: ['1000'], currency: 'EUR' },
        { fact: 'marginPercent', operator: 'LESS_THAN', values: ['20'] },
      ],
    } as const
    const result = routeApproval(
      routing({
        people: [...people, admin],
        policies: [
          policy('Large', { ...oneStep(user('a')), condition: { all: [...condition.all] } }),
          policy('Careful', { effect: 'WARN', message: 'Ask for a purchase order.' }),
          policy('Told', { effect: 'NOTIFY', watchers: [user('d'), user('gone')] }),
        ],
      }),
    )

    expect(result).toMatchObject({
      outcome: 'REQUIRE_APPROVAL',
      steps: [
        {
          reasons: [
            {
              rule: 'POLICY',
              policy: { id: 'app_Large', version: 1, name: 'Large' },
              message:
                'Policy "Large": totalContractValue 3850.00 EUR (at least 1000 EUR); marginPercent as the policy says.',
            },
          ],
        },
      ],
      warnings: [{ policy: { name: 'Careful' }, message: 'Ask for a purchase order.' }],
      watcherIds: ['d'],
    })
  })

  it('merges the times of a step to the strictest', () => {
    const sla = (remindAfter: string, expireAfter: string, onTimeout: 'APPROVE' | 'RETURN') => ({
      steps: [
        {
          position: 1,
          allOf: [{ anyOf: [user('a')], minimumApprovals: 1 }],
          sla: { remindAfter, expireAfter, onTimeout },
        },
      ],
    })
    const result = routeApproval(
      routing({
        people,
        policies: [policy('p', sla('PT4H', 'P2D', 'APPROVE')), policy('q', sla('P1D', 'PT24H', 'RETURN'))],
      }),
    )
    expect(result).toMatchObject({
      steps: [{ sla: { remindAfter: 'PT4H', expireAfter: 'PT24H', onTimeout: 'RETURN', escalateTo: [] } }],
    })
  })
})
