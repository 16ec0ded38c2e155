import { describe, expect, it, test } from 'vitest'
import {
  discountTotals,
  priceDiscounted,
  recurringCharges,
  touches,
  type Discount,
  type DiscountedComponent,
} from '../../src/catalog/discount.rules.ts'
import type { LineToPrice, PaymentModel } from '../../src/catalog/pricing.rules.ts'

/** 7 x 11.70 = 81.90 a month for a year, 1007.80 with the setup fee. A quarter off is 61.425 = 61.43. */
const line: LineToPrice = {
  quantity: '7',
  unitPrice: '11.70',
  setupFee: '25',
  currency: 'EUR',
  commitmentTerm: 'P1Y',
  billingPeriod: 'P1M',
  paymentModel: 'RECURRING',
  chargeTiming: 'IN_ADVANCE',
  startDate: '2027-01-15',
}
const quarter = (
  billingPeriods: number | null,
  components: DiscountedComponent[] = ['RECURRING'],
): Discount => ({
  percentOff: '25',
  components,
  billingPeriods,
})
const once: LineToPrice = { ...line, paymentModel: 'ONE_TIME', commitmentTerm: null, billingPeriod: null }
const open: LineToPrice = { ...line, commitmentTerm: null }

interface Expected {
  first: string
  contract: string
  next: string
  after: string
  monthly: string
  off: [first: string, contract: string]
  endsOn: string | null
}

const rows: Array<[what: string, LineToPrice, string | null, Discount, Expected]> = [
  [
    'three months: 3 x 61.43, then 9 x 81.90',
    line,
    null,
    quarter(3),
    {
      first: '86.43',
      contract: '946.39',
      next: '61.43',
      after: '81.90',
      monthly: '81.90',
      off: ['20.47', '61.41'],
      endsOn: '2027-04-15',
    },
  ],
  [
    'the whole term: 12 x 61.43, and the full price when it renews',
    line,
    null,
    quarter(null),
    {
      first: '86.43',
      contract: '762.16',
      next: '61.43',
      after: '81.90',
      monthly: '61.43',
      off: ['20.47', '245.64'],
      endsOn: '2028-01-15',
    },
  ],
  [
    'the first month alone: the next invoice is at the full price',
    line,
    null,
    quarter(1),
    {
      first: '86.43',
      contract: '987.33',
      next: '81.90',
      after: '81.90',
      monthly: '81.90',
      off: ['20.47', '20.47'],
      endsOn: '2027-02-15',
    },
  ],
  [
    'longer than the term: all of it, and three months of the next',
    line,
    null,
    quarter(15),
    {
      first: '86.43',
      contract: '762.16',
      next: '61.43',
      after: '81.90',
      monthly: '61.43',
      off: ['20.47', '245.64'],
      endsOn: '2028-04-15',
    },
  ],
  [
    'the setup fee alone: 18.75',
    line,
    null,
    quarter(null, ['SETUP']),
    {
      first: '100.65',
      contract: '1001.55',
      next: '81.90',
      after: '81.90',
      monthly: '81.90',
      off: ['6.25', '6.25'],
      endsOn: null,
    },
  ],
  [
    'everything, for the whole term',
    line,
    null,
    { percentOff: '100', components: ['RECURRING', 'SETUP'], billingPeriods: null },
    {
      first: '0.00',
      contract: '0.00',
      next: '0.00',
      after: '81.90',
      monthly: '0.00',
      off: ['106.90', '1007.80'],
      endsOn: '2028-01-15',
    },
  ],
  [
    'three months of what is paid upfront; the next term costs the full price',
    { ...line, chargeTiming: 'UPFRONT_FULL_TERM' },
    null,
    quarter(3),
    {
      first: '946.39',
      contract: '946.39',
      next: '982.80',
      after: '982.80',
      monthly: '81.90',
      off: ['61.41', '61.41'],
      endsOn: '2027-04-15',
    },
  ],
  [
    'two months in arrears: nothing at the start, both later',
    { ...line, chargeTiming: 'IN_ARREARS' },
    null,
    quarter(2),
    {
      first: '25.00',
      contract: '966.86',
      next: '61.43',
      after: '81.90',
      monthly: '81.90',
      off: ['0.00', '40.94'],
      endsOn: '2027-03-15',
    },
  ],
  [
    'without commitment: for as long as it runs',
    open,
    null,
    quarter(null),
    {
      first: '86.43',
      contract: '86.43',
      next: '61.43',
      after: '61.43',
      monthly: '61.43',
      off: ['20.47', '20.47'],
      endsOn: null,
    },
  ],
  [
    'without commitment, two months',
    open,
    null,
    quarter(2),
    {
      first: '86.43',
      contract: '86.43',
      next: '61.43',
      after: '81.90',
      monthly: '81.90',
      off: ['20.47', '20.47'],
      endsOn: '2027-03-15',
    },
  ],
  [
    'what is bought once',
    once,
    null,
    quarter(null, ['ONE_TIME']),
    {
      first: '86.43',
      contract: '86.43',
      next: '0.00',
      after: '0.00',
      monthly: '0.00',
      off: ['20.47', '20.47'],
      endsOn: null,
    },
  ],
  [
    // 26 of 31 days of 61.425 are 51.517... = 51.52, of 81.90 68.69. Then 61.43 and three months of 81.90.
    'a line that ends with another: two periods, of which the first is 26 days',
    line,
    '2027-06-10',
    quarter(2),
    {
      first: '76.52',
      contract: '383.65',
      next: '61.43',
      after: '81.90',
      monthly: '81.90',
      off: ['17.17', '37.64'],
      endsOn: '2027-03-10',
    },
  ],
  [
    'a line that ends with another: all of it',
    line,
    '2027-06-10',
    quarter(null),
    {
      first: '76.52',
      contract: '322.24',
      next: '61.43',
      after: '81.90',
      monthly: '61.43',
      off: ['17.17', '99.05'],
      endsOn: '2027-06-10',
    },
  ],
]

const eur = (amount: string) => ({ amount, currency: 'EUR' })

describe('a discount of 25 % off', () => {
  test.each(rows)('%s', (_what, given, end, discount, expected) => {
    const price = priceDiscounted(given, { end, discount })
    expect({
      first: price.firstInvoiceTotal.amount,
      contract: price.totalContractValue.amount,
      next: price.recurringAmount.amount,
      after: price.discount?.recurringAmountAfter.amount,
      monthly: price.monthlyRecurring.amount,
      off: [price.discount?.firstInvoiceDiscount.amount, price.discount?.contractDiscount.amount],
      endsOn: price.discount?.endsOn,
    }).toEqual(expected)
    expect(price.lineTotal.amount).toBe('81.90')
  })

  it('is rounded once, half away from zero, to the digits of its currency', () => {
    const half = { percentOff: '50', components: ['RECURRING'] as const, billingPeriods: null }
    const lineTotalOf = (unitPrice: string, currency: string) =>
      priceDiscounted({ ...line, quantity: '1', unitPrice, currency }, { end: null, discount: half }).discount
        ?.discountedLineTotal
    expect(lineTotalOf('25', 'JPY')).toEqual({ amount: '13', currency: 'JPY' })
    expect(lineTotalOf('0.05', 'EUR')).toEqual({ amount: '0.03', currency: 'EUR' })
    expect(lineTotalOf('0.005', 'KWD')).toEqual({ amount: '0.003', currency: 'KWD' })
    // From the exact 10.0099: 5.00495. From the rounded 10.01 it would be 5.005, and 5.01.
    expect(lineTotalOf('10.0099', 'EUR')).toEqual({ amount: '5.00', currency: 'EUR' })
  })

  test.each<[PaymentModel, string, DiscountedComponent[], boolean]>([
    ['RECURRING', '0', ['RECURRING'], true],
    ['RECURRING', '0', ['SETUP'], false],
    ['RECURRING', '5', ['SETUP'], true],
    ['RECURRING', '5', ['ONE_TIME'], false],
    ['ONE_TIME', '0', ['ONE_TIME'], true],
    ['USAGE', '5', ['RECURRING', 'ONE_TIME'], false],
    ['USAGE', '5', ['SETUP'], true],
    ['TRIAL', '5', ['RECURRING', 'ONE_TIME', 'SETUP'], false],
    ['FREE', '5', ['RECURRING', 'ONE_TIME', 'SETUP'], false],
  ])('of %s with a setup fee of %s, taken off %j: %s', (paymentModel, setupFee, components, expected) => {
    expect(touches({ components }, { paymentModel, setupFee })).toBe(expected)
  })

  it('that touches nothing leaves no trace', () => {
    const discount = quarter(null, ['ONE_TIME'])
    const untouched = priceDiscounted(line, { end: null, discount })
    expect(untouched).toEqual(priceDiscounted(line, { end: null, discount: null }))
    expect(untouched.discount).toBeNull()
  })

  it('adds up over the lines of an order, by interval, while it lasts and after', () => {
    const free = { percentOff: '100', components: ['RECURRING'] as const, billingPeriods: 3 }
    const prices = [
      priceDiscounted(line, { end: null, discount: free }),
      priceDiscounted({ ...line, billingPeriod: 'P1Y', unitPrice: '100' }, { end: null, discount: null }),
    ]
    expect(recurringCharges(prices, 'EUR')).toEqual([
      { chargePeriod: 'P1M', amount: eur('0.00'), amountAfterDiscounts: eur('81.90') },
      { chargePeriod: 'P1Y', amount: eur('700.00'), amountAfterDiscounts: eur('700.00') },
    ])
    expect(discountTotals(prices, 'EUR')).toEqual({
      firstInvoiceDiscount: eur('81.90'),
      contractDiscount: eur('245.70'),
    })
  })
})
