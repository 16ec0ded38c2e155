import { expect, test } from 'vitest'
import { orderability, orderabilityOnAny } from '../../src/organizations/orderability.rules.ts'

const active = { status: 'ACTIVE' } as const
const held = { status: 'ADMIN_HOLD' } as const
const credit = { status: 'CREDIT_HOLD' } as const

test.each([
  ['an active organization, no account chosen yet', active, undefined, []],
  ['an active organization without account', active, null, ['NO_ACCOUNT']],
  ['an active account', active, active, []],
  ['an account on credit hold', active, credit, ['ACCOUNT_CREDIT_HOLD']],
  ['an account on administrative hold', active, held, ['ACCOUNT_ADMIN_HOLD']],
  ['organization and account on hold', held, credit, ['ORGANIZATION_ON_HOLD', 'ACCOUNT_CREDIT_HOLD']],
] as const)('%s', (...[, organization, account, reasons]) => {
  expect(orderability(organization, account)).toEqual({ canOrder: reasons.length === 0, reasons })
})

test('one account that can order is enough', () => {
  expect(orderabilityOnAny(active, [credit, active])).toEqual({ canOrder: true, reasons: [] })
})

test('when no account can, every reason is named once', () => {
  expect(orderabilityOnAny(active, [credit, held, credit])).toEqual({
    canOrder: false,
    reasons: ['ACCOUNT_CREDIT_HOLD', 'ACCOUNT_ADMIN_HOLD'],
  })
})
