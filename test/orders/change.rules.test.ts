import { describe, expect, it } from 'vitest'
import {
  isActionOf,
  openWindow,
  planChange,
  windowsAfter,
  type ChangeSetting,
  type RunningSubscription,
  type TargetOffer,
} from '../../src/orders/change.rules.ts'

/** 25 units since 15 January 2026, committed for a year; its window is open until 22 January. */
const subscription: RunningSubscription = {
  status: 'ACTIVE',
  cancellationDate: null,
  offerId: 'off_1',
  offerName: 'Mail',
  productId: 'prd_1',
  terms: {
    quantity: '25',
    unitPrice: '11.7',
    commitmentTerm: 'P1Y',
    billingPeriod: 'P1M',
    paymentModel: 'RECURRING',
    chargeTiming: 'IN_ADVANCE',
    termStartDate: '2026-01-15',
  },
  range: { min: '5', max: '300', step: '5' },
  windows: [{ until: '2026-01-22', floor: '0' }],
  autoRenew: true,
}
const flexible: RunningSubscription = {
  ...subscription,
  terms: { ...subscription.terms, commitmentTerm: null },
}
const target: TargetOffer = {
  offerId: 'off_2',
  productId: 'prd_1',
  range: { min: '1', max: null, step: '1' },
  commitmentTerm: 'P1Y',
  billingPeriod: 'P1M',
  paymentModel: 'RECURRING',
  chargeTiming: 'IN_ADVANCE',
}
const monthly: TargetOffer = { ...target, commitmentTerm: null }

const setting = (
  wanted: ChangeSetting['wanted'],
  more: Partial<Omit<ChangeSetting, 'wanted'>> = {},
): ChangeSetting => ({ wanted, subscription, target: null, today: '2026-03-01', ...more })

const quantity = (amount: string | null) => ({ action: 'CHANGE_QUANTITY', quantity: amount }) as const
const cancel = (when?: 'NOW' | 'END_OF_TERM') =>
  ({ action: 'CANCEL', when: when ?? null, reason: 'Why' }) as const
const inWindow = { today: '2026-01-22' }

const allowed: Array<[what: string, setting: ChangeSetting, quantity: string, change: object]> = [
  ['more', setting(quantity('30')), '30', { quantityDelta: '5', windowUntil: null }],
  [
    'fewer, on the last day of the window',
    setting(quantity('20'), inWindow),
    '20',
    { quantityDelta: '-5', windowUntil: '2026-01-22' },
  ],
  [
    'fewer, without commitment',
    setting(quantity('20'), { subscription: flexible }),
    '20',
    { quantityDelta: '-5', windowUntil: null },
  ],
  [
    'what was added last month, while its own window is open',
    setting(quantity('25'), {
      subscription: {
        ...subscription,
        terms: { ...subscription.terms, quantity: '40' },
        windows: [{ until: '2026-03-05', floor: '25' }],
      },
    }),
    '25',
    { quantityDelta: '-15', windowUntil: '2026-03-05' },
  ],
  [
    'another plan',
    setting({ action: 'SWITCH_PLAN' }, { target }),
    '25',
    { quantityDelta: '0', windowUntil: null },
  ],
  [
    'a shorter plan within the window',
    setting({ action: 'SWITCH_PLAN' }, { target: monthly, ...inWindow }),
    '25',
    { windowUntil: '2026-01-22' },
  ],
  [
    'another plan with more units',
    setting({ action: 'SWITCH_PLAN', quantity: '31' }, { target }),
    '31',
    { quantityDelta: '6' },
  ],
  [
    'no renewal',
    setting({ action: 'CHANGE_RENEWAL', autoRenew: false }),
    '25',
    { autoRenew: false, renewalTerm: null, quantityDelta: '0' },
  ],
  [
    'fewer from the renewal on',
    setting({ action: 'CHANGE_RENEWAL', renewalQuantity: '10' }),
    '25',
    { renewalQuantity: '10', autoRenew: null },
  ],
  [
    'the end at once, within the window',
    setting(cancel(), inWindow),
    '25',
    { when: 'NOW', endDate: null, windowUntil: '2026-01-22', quantityDelta: '-25' },
  ],
  [
    'the end with the term',
    setting(cancel()),
    '25',
    { when: 'END_OF_TERM', endDate: '2027-01-15', windowUntil: null },
  ],
  [
    'the end with the term, though the window is open',
    setting(cancel('END_OF_TERM'), inWindow),
    '25',
    { endDate: '2027-01-15', windowUntil: null },
  ],
  [
    'the end with the month that is paid',
    setting(cancel(), { subscription: flexible }),
    '25',
    { when: 'END_OF_TERM', endDate: '2026-03-15' },
  ],
  [
    'the end of what is free, at once',
    setting(cancel(), { subscription: { ...flexible, terms: { ...flexible.terms, paymentModel: 'FREE' } } }),
    '25',
    { when: 'NOW', endDate: null },
  ],
]

const refused: Array<[what: string, setting: ChangeSetting, code: string, field: string]> = [
  ['no quantity', setting(quantity(null)), 'QUANTITY_MISSING', 'quantity'],
  ['a quantity off its step', setting(quantity('27')), 'QUANTITY_STEP', 'quantity'],
  ['a quantity above the most', setting(quantity('305')), 'QUANTITY_TOO_HIGH', 'quantity'],
  [
    'fewer after the window',
    setting(quantity('20'), { today: '2026-01-23' }),
    'QUANTITY_DECREASE_NOT_ALLOWED',
    'quantity',
  ],
  ['a plan that is not sold', setting({ action: 'SWITCH_PLAN' }), 'PLAN_NOT_ALLOWED', 'offerId'],
  [
    'its own plan',
    setting({ action: 'SWITCH_PLAN' }, { target: { ...target, offerId: 'off_1' } }),
    'PLAN_NOT_ALLOWED',
    'offerId',
  ],
  [
    'a plan of another product',
    setting({ action: 'SWITCH_PLAN' }, { target: { ...target, productId: 'prd_2' } }),
    'PLAN_NOT_ALLOWED',
    'offerId',
  ],
  [
    'a shorter plan after the window',
    setting({ action: 'SWITCH_PLAN' }, { target: monthly }),
    'PLAN_SWITCH_SHORTENS_COMMITMENT',
    'offerId',
  ],
  [
    'a plan with fewer units after the window',
    setting({ action: 'SWITCH_PLAN', quantity: '20' }, { target }),
    'PLAN_SWITCH_SHORTENS_COMMITMENT',
    'offerId',
  ],
  [
    'a renewal that months do not go into',
    setting({ action: 'CHANGE_RENEWAL', renewalTerm: 'P5M' }),
    'RENEWAL_TERM_INVALID',
    'renewalTerm',
  ],
  [
    'too few after the renewal',
    setting({ action: 'CHANGE_RENEWAL', renewalQuantity: '1' }),
    'QUANTITY_TOO_LOW',
    'renewalQuantity',
  ],
  ['the end at once after the window', setting(cancel('NOW')), 'CANCELLATION_WINDOW_CLOSED', 'when'],
  [
    'what has ended',
    setting(quantity('30'), { subscription: { ...subscription, status: 'CANCELLED' } }),
    'SUBSCRIPTION_NOT_ACTIVE',
    'cloudSubscriptionId',
  ],
  [
    'what will end',
    setting(quantity('30'), { subscription: { ...subscription, cancellationDate: '2027-01-15' } }),
    'SUBSCRIPTION_NOT_ACTIVE',
    'cloudSubscriptionId',
  ],
]

describe('a change of what runs', () => {
  it.each(allowed)('may be: %s', (_what, given, amount, change) => {
    const planned = planChange(given)
    expect(planned).toMatchObject({ ok: true, quantity: amount, change })
  })

  it.each(refused)('may not be: %s', (_what, given, code, field) => {
    expect(planChange(given)).toMatchObject({ ok: false, problem: { code, field } })
  })

  it('belongs to the orders of its type', () => {
    const actions = ['ADD', 'CHANGE_QUANTITY', 'SWITCH_PLAN', 'CHANGE_RENEWAL', 'CANCEL'] as const
    const of = (type: 'NEW' | 'CHANGE' | 'CANCELLATION') => actions.filter((one) => isActionOf(type, one))
    expect(of('NEW')).toEqual(['ADD'])
    expect(of('CHANGE')).toEqual(['ADD', 'CHANGE_QUANTITY', 'SWITCH_PLAN', 'CHANGE_RENEWAL'])
    expect(of('CANCELLATION')).toEqual(['CANCEL'])
  })

  it('opens a window for what was added, and for that alone', () => {
    const first = windowsAfter([], '2026-01-15', { before: '0', after: '25' })
    expect(first).toEqual([{ until: '2026-01-22', floor: '0' }])
    const second = windowsAfter(first, '2026-01-20', { before: '25', after: '40' })
    expect(second).toEqual([
      { until: '2026-01-22', floor: '0' },
      { until: '2026-01-27', floor: '25' },
    ])
    expect(openWindow(second, '2026-01-22', '10')).toEqual({ until: '2026-01-22', floor: '0' })
    expect(openWindow(second, '2026-01-23', '10')).toBeNull()
    expect(openWindow(second, '2026-01-23', '25')).toEqual({ until: '2026-01-27', floor: '25' })
    expect(windowsAfter(second, '2026-01-25', { before: '40', after: '30' })).toEqual([
      { until: '2026-01-27', floor: '25' },
    ])
  })
})
