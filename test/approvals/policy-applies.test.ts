import { describe, expect, it } from 'vitest'
import { routeApproval } from '../../src/approvals/routing.rules.ts'
import { lakeside, policy, routing, type saying } from './routing-fixture.ts'

describe('whether a policy applies', () => {
  const admin = lakeside('admin')
  const block = (said: Parameters<typeof saying>[0]) =>
    policy('p', { effect: 'BLOCK', message: 'No.', ...said })
  const amount = { fact: 'firstInvoiceTotal', operator: 'AT_LEAST', values: ['412.50'] } as const

  it.each<[string, Parameters<typeof saying>[0], Parameters<typeof routing>[0], boolean]>([
    ['one of its triggers is what the order does', { triggers: ['ADD_ON', 'NEW_PAID'] }, {}, true],
    ['none of its triggers', { triggers: ['CANCELLATION'] }, {}, false],
    ['a role of the requester', { requesters: { roles: ['SALES_AGENT'], exceptUserIds: [] } }, {}, true],
    ['another role', { requesters: { roles: ['FINANCE'], exceptUserIds: [] } }, {}, false],
    ['except this requester', { requesters: { roles: [], exceptUserIds: ['usr_sales'] } }, {}, false],
    ['before its time', { validFrom: '2026-11-23T09:00:00.001Z' }, {}, false],
    ['from the first moment of its time', { validFrom: '2026-11-23T09:00:00.000Z' }, {}, true],
    ['when its time is over', { validTo: '2026-11-23T09:00:00.000Z' }, {}, false],
    [
      'an amount at its threshold',
      { condition: { ...amount, values: ['412.50'], currency: 'EUR' } },
      {},
      true,
    ],
    ['an amount a cent below', { condition: { ...amount, values: ['412.51'], currency: 'EUR' } }, {}, false],
    [
      'an amount that equals its threshold after conversion: 412.50 EUR at 1.1 are 453.75 USD at 1',
      { condition: { ...amount, values: ['453.75'], currency: 'USD' } },
      { ratesOf: { org_lakeside: { EUR: '1.1', USD: '1' } } },
      true,
    ],
    [
      'an amount a cent below after conversion',
      { condition: { ...amount, values: ['453.76'], currency: 'USD' } },
      { ratesOf: { org_lakeside: { EUR: '1.1', USD: '1' } } },
      false,
    ],
    [
      'an amount without an exchange rate, on the safe side',
      { condition: { ...amount, values: ['9999999'], currency: 'USD' } },
      {},
      true,
    ],
    [
      'a margin that nobody knows, on the safe side',
      { condition: { fact: 'marginPercent', operator: 'LESS_THAN', values: ['5'] } },
      { facts: { marginPercent: null } },
      true,
    ],
    [
      'a negative total of a cancellation',
      { condition: { ...amount, operator: 'LESS_THAN', values: ['0'], currency: 'EUR' } },
      { facts: { firstInvoiceTotal: '-120.00' } },
      true,
    ],
    [
      'a total of nothing is at least nothing',
      { condition: { ...amount, values: ['0'], currency: 'EUR' } },
      { facts: { firstInvoiceTotal: '0.00' } },
      true,
    ],
  ])('%s', (_name, said, given, expected) => {
    const result = routeApproval(routing({ people: [admin], policies: [block(said)], ...given }))
    expect(result.outcome === 'BLOCKED').toBe(expected)
  })

  it('never approves by itself what cannot be judged', () => {
    const policies = [
      policy('auto', {
        effect: 'AUTO_APPROVE',
        condition: { fact: 'marginPercent', operator: 'AT_LEAST', values: ['5'] },
      }),
    ]
    expect(
      routeApproval(routing({ people: [admin], policies, facts: { marginPercent: null } })),
    ).toMatchObject({ outcome: 'REQUIRE_APPROVAL', steps: [{ groups: [{ approverIds: ['admin'] }] }] })
  })
})
