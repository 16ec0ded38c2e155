import { describe, expect, it } from 'vitest'
import {
  daysBetween,
  periodAround,
  priceChange,
  type ChangeToPrice,
  type RunningTerms,
} from '../../src/orders/change-price.rules.ts'

/** 25 units at 11.70 a month, committed for a year from 15 January 2026: 292.50 a month, 3510.00 a year. */
const yearly: RunningTerms = {
  quantity: '25',
  unitPrice: '11.7',
  commitmentTerm: 'P1Y',
  billingPeriod: 'P1M',
  paymentModel: 'RECURRING',
  chargeTiming: 'IN_ADVANCE',
  termStartDate: '2026-01-15',
}
const upfront: RunningTerms = { ...yearly, chargeTiming: 'UPFRONT_FULL_TERM' }
const flexible: RunningTerms = { ...yearly, commitmentTerm: null }

/** As from 1 March 2026 unless said otherwise: 14 of the 28 days from 15 February to 15 March are left. */
const change = (what: Partial<ChangeToPrice>): ChangeToPrice => ({
  before: yearly,
  after: { ...yearly, quantity: '30' },
  currency: 'EUR',
  day: '2026-03-01',
  credits: false,
  ...what,
})

interface Expected {
  first: string
  recurring: string
  monthly: string
  annual: string
  contract: string
  next: string | null
  ends: string | null
}

const until = { next: '2026-03-15', ends: '2027-01-15' }
const over = { next: null, ends: null }

const rows: Array<[what: string, change: ChangeToPrice, expected: Expected]> = [
  [
    '5 more for half of a month: 58.50 x 14/28, then ten whole months',
    change({}),
    { first: '29.25', recurring: '58.50', monthly: '58.50', annual: '702.00', contract: '614.25', ...until },
  ],
  [
    'the same in arrears: nothing now, all of it later',
    change({
      before: { ...yearly, chargeTiming: 'IN_ARREARS' },
      after: { ...yearly, chargeTiming: 'IN_ARREARS', quantity: '30' },
    }),
    { first: '0.00', recurring: '58.50', monthly: '58.50', annual: '702.00', contract: '614.25', ...until },
  ],
  [
    'the same paid upfront: 702.00 x 320/365',
    change({ before: upfront, after: { ...upfront, quantity: '30' } }),
    {
      first: '615.45',
      recurring: '702.00',
      monthly: '58.50',
      annual: '702.00',
      contract: '615.45',
      next: '2027-01-15',
      ends: '2027-01-15',
    },
  ],
  [
    '5 fewer within the window: -58.50 x 26/31, and eleven months that are not charged',
    change({ after: { ...yearly, quantity: '20' }, day: '2026-01-20', credits: true }),
    {
      first: '-49.06',
      recurring: '-58.50',
      monthly: '-58.50',
      annual: '-702.00',
      contract: '-692.56',
      next: '2026-02-15',
      ends: '2027-01-15',
    },
  ],
  [
    '5 fewer without commitment: the month that is paid is over',
    change({ before: flexible, after: { ...flexible, quantity: '20' } }),
    {
      first: '0.00',
      recurring: '-58.50',
      monthly: '-58.50',
      annual: '-702.00',
      contract: '0.00',
      next: '2026-03-15',
      ends: null,
    },
  ],
  [
    // Ends on 10 June 2026, billed on the 10th: 9 of the 28 days from 10 February to 10 March, then three months.
    '5 more in a first term that ends with something else: 58.50 x 9/28, then three months',
    change({
      before: { ...yearly, termStartDate: '2026-06-10' },
      after: { ...yearly, quantity: '30', termStartDate: '2026-06-10' },
    }),
    {
      first: '18.80',
      recurring: '58.50',
      monthly: '58.50',
      annual: '702.00',
      contract: '194.30',
      next: '2026-03-10',
      ends: '2026-06-10',
    },
  ],
  [
    // What was charged for that first term is months and days: 9/28 and three months of 58.50 again.
    'the same paid upfront: as many months and days as were charged',
    change({
      before: { ...upfront, termStartDate: '2026-06-10' },
      after: { ...upfront, quantity: '30', termStartDate: '2026-06-10' },
    }),
    {
      first: '194.30',
      recurring: '702.00',
      monthly: '58.50',
      annual: '702.00',
      contract: '194.30',
      next: '2026-06-10',
      ends: '2026-06-10',
    },
  ],
  [
    // A quarter off until 15 April: 292.50 is 219.38, 351.00 is 263.25. 43.87 x 14/28, then one month of 43.87 and nine of 58.50.
    '5 more while a promotion lasts: they are discounted as long as the others',
    change({
      before: { ...yearly, discount: { percentOff: '25', endsOn: '2026-04-15' } },
      after: { ...yearly, quantity: '30', discount: { percentOff: '25', endsOn: '2026-04-15' } },
    }),
    {
      first: '21.94',
      recurring: '43.87',
      monthly: '58.50',
      annual: '702.00',
      contract: '592.31',
      ...until,
    },
  ],
  [
    'the end of what cost nothing: no credit for it, whatever the window',
    change({
      before: { ...yearly, discount: { percentOff: '100', endsOn: '2027-01-15' } },
      after: null,
      day: '2026-01-20',
      credits: true,
    }),
    { first: '0.00', recurring: '0.00', monthly: '0.00', annual: '0.00', contract: '0.00', ...over },
  ],
  [
    // Three months at 219.38 and nine at 292.50 were charged. Left: 26/31 x 219.38 + 2 x 219.38 + 9 x 292.50.
    'the end within the window of what was paid upfront at a promotion: as it was charged, month by month',
    change({
      before: { ...upfront, discount: { percentOff: '25', endsOn: '2026-04-15' } },
      after: null,
      day: '2026-01-20',
      credits: true,
    }),
    {
      first: '-3255.26',
      recurring: '-3510.00',
      monthly: '-292.50',
      annual: '-3510.00',
      contract: '-3255.26',
      ...over,
    },
  ],
  [
    // 25 x 12 at the full price of the other plan, 300.00; 219.38 were charged: (300.00 - 219.38) x 14/28.
    'another plan of the same rhythm: the promotion was for the one that was ordered',
    change({
      before: { ...yearly, discount: { percentOff: '25', endsOn: null } },
      after: { ...yearly, unitPrice: '12', discount: null },
    }),
    {
      first: '40.31',
      recurring: '80.62',
      monthly: '80.62',
      annual: '967.44',
      contract: '846.51',
      ...until,
    },
  ],
  [
    'the end within the window: -292.50 x 26/31, and eleven months that are not charged',
    change({ after: null, day: '2026-01-20', credits: true }),
    {
      first: '-245.32',
      recurring: '-292.50',
      monthly: '-292.50',
      annual: '-3510.00',
      contract: '-3462.82',
      ...over,
    },
  ],
  [
    'the end with the term: nothing is settled',
    change({ after: null, day: '2027-01-15' }),
    {
      first: '0.00',
      recurring: '-292.50',
      monthly: '-292.50',
      annual: '-3510.00',
      contract: '0.00',
      ...over,
    },
  ],
  [
    'a plan of 20.00 in the same rhythm: 207.50 x 14/28, then ten months',
    change({ after: { ...yearly, unitPrice: '20' }, credits: true }),
    {
      first: '103.75',
      recurring: '207.50',
      monthly: '207.50',
      annual: '2490.00',
      contract: '2178.75',
      ...until,
    },
  ],
  [
    'a plan billed by the year, 120.00 a unit: 3000.00 less 146.25 for half of a month',
    change({
      after: { ...yearly, unitPrice: '120', billingPeriod: 'P1Y', termStartDate: '2026-03-01' },
      credits: true,
    }),
    {
      first: '2853.75',
      recurring: '3000.00',
      monthly: '-42.50',
      annual: '-510.00',
      contract: '-71.25',
      next: '2027-03-01',
      ends: '2027-03-01',
    },
  ],
  [
    'renewal settings: nothing',
    change({ after: yearly }),
    { first: '0.00', recurring: '0.00', monthly: '0.00', annual: '0.00', contract: '0.00', ...until },
  ],
  [
    'a currency without digits: 1000 x 14/28',
    change({
      before: { ...flexible, quantity: '1', unitPrice: '1000' },
      after: { ...flexible, quantity: '2', unitPrice: '1000' },
      currency: 'JPY',
    }),
    {
      first: '500',
      recurring: '1000',
      monthly: '1000',
      annual: '12000',
      contract: '500',
      next: '2026-03-15',
      ends: null,
    },
  ],
  [
    'a currency of three digits: 12.345 x 14/28 is 6.1725, rounded once',
    change({
      before: { ...flexible, quantity: '10', unitPrice: '1.2345' },
      after: { ...flexible, quantity: '20', unitPrice: '1.2345' },
      currency: 'KWD',
    }),
    {
      first: '6.173',
      recurring: '12.345',
      monthly: '12.345',
      annual: '148.140',
      contract: '6.173',
      next: '2026-03-15',
      ends: null,
    },
  ],
]

describe('the price of a change', () => {
  it.each(rows)('%s', (_what, given, expected) => {
    const price = priceChange(given)
    expect({
      first: price.firstInvoiceTotal.amount,
      recurring: price.recurringAmount.amount,
      monthly: price.monthlyRecurring.amount,
      annual: price.annualRecurring.amount,
      contract: price.totalContractValue.amount,
      next: price.nextBillingDate,
      ends: price.commitmentEndDate,
    }).toEqual(expected)
  })

  it('counts periods from the first day, whatever the length of the months', () => {
    expect(periodAround('2026-01-31', 1, '2026-03-01')).toEqual({ start: '2026-02-28', end: '2026-03-31' })
    expect(periodAround('2026-01-31', 1, '2026-01-31')).toEqual({ start: '2026-01-31', end: '2026-02-28' })
    expect(periodAround('2028-02-29', 12, '2027-03-01')).toEqual({ start: '2027-02-28', end: '2028-02-29' })
    expect(periodAround('2027-03-31', 1, '2027-02-10')).toEqual({ start: '2027-01-31', end: '2027-02-28' })
    expect(periodAround('2027-03-31', 1, '2027-02-28')).toEqual({ start: '2027-02-28', end: '2027-03-31' })
    expect(periodAround('2024-02-29', 12, '2026-02-27')).toEqual({ start: '2025-02-28', end: '2026-02-28' })
    expect(daysBetween('2026-02-15', '2026-03-15')).toBe(28)
    expect(daysBetween('2028-02-15', '2028-03-15')).toBe(29)
  })
})
