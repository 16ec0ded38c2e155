import { describe, expect, it } from 'vitest'
import { invoiceDates } from '../../src/catalog/invoice-dates.rules.ts'
import type { LineToPrice } from '../../src/catalog/pricing.rules.ts'

const yearly: LineToPrice = {
  quantity: '1',
  unitPrice: '1',
  setupFee: null,
  currency: 'EUR',
  commitmentTerm: 'P1Y',
  billingPeriod: 'P1M',
  paymentModel: 'RECURRING',
  chargeTiming: 'IN_ADVANCE',
  startDate: '2026-02-26',
}
const free = { ...yearly, commitmentTerm: null }
const once = { ...free, paymentModel: 'ONE_TIME', billingPeriod: null } as const

type Dates = [start: string, end: string | null, window: string | null, autoRenew: boolean]
const cases: Array<[what: string, line: LineToPrice, next: string | null, dates: Dates]> = [
  ['committed: seven days to think', yearly, '2026-03-26', ['2026-02-26', '2026-03-26', '2026-03-05', true]],
  [
    'over a leap day',
    { ...yearly, startDate: '2028-02-26' },
    '2028-03-26',
    ['2028-02-26', '2028-03-26', '2028-03-04', true],
  ],
  ['without commitment: at any time', free, '2026-03-26', ['2026-02-26', '2026-03-26', null, true]],
  ['bought once: no end, no renewal', once, null, ['2026-02-26', null, null, false]],
  [
    'measured usage goes on',
    { ...free, paymentModel: 'USAGE' },
    '2026-03-26',
    ['2026-02-26', '2026-03-26', null, true],
  ],
  ['a trial ends', { ...free, paymentModel: 'TRIAL' }, null, ['2026-02-26', null, null, false]],
  [
    "an instant is a day on the seller's calendar",
    { ...yearly, startDate: '2026-02-25T23:30:00Z', timeZone: 'Europe/Berlin' },
    '2026-03-26',
    ['2026-02-26', '2026-03-26', '2026-03-05', true],
  ],
]

describe('the dates on an invoice', () => {
  it.each(cases)('%s', (_, line, nextBillingDate, dates) => {
    const told = invoiceDates(line, { nextBillingDate })
    expect([
      told.servicePeriodStart,
      told.servicePeriodEnd,
      told.cancellationWindowEnd,
      told.autoRenew,
    ]).toEqual(dates)
  })
})
