import { describe, expect, it, test } from 'vitest'
import { coTermProblem, priceCoTermed } from '../../src/catalog/co-term.rules.ts'
import type { LineToPrice } from '../../src/catalog/pricing.rules.ts'
import { coTermProration, prorated, prorationOf } from '../../src/catalog/proration.rules.ts'

describe('the rest of a period, by the day', () => {
  // Days are counted from the start, that day included, up to the end, that day excluded.
  test.each([
    ['2027-01-01', '2027-02-01', '2027-01-01', 31, 31, '1'],
    ['2027-01-01', '2027-02-01', '2027-01-16', 16, 31, '0.51612903'],
    ['2027-01-01', '2027-02-01', '2027-01-31', 1, 31, '0.03225806'],
    ['2027-02-01', '2027-03-01', '2027-02-15', 14, 28, '0.5'],
    ['2028-02-01', '2028-03-01', '2028-02-15', 15, 29, '0.51724138'],
    ['2028-01-01', '2029-01-01', '2028-07-01', 184, 366, '0.50273224'],
    ['2027-01-01', '2028-01-01', '2027-07-01', 184, 365, '0.50410959'],
    ['2027-01-01', '2027-02-01', '2027-02-01', 0, 31, '0'],
    ['2027-01-01', '2027-02-01', '2026-12-24', 31, 31, '1'],
  ])('%s to %s from %s is %d of %d days', (...[start, end, from, chargedDays, periodDays, factor]) => {
    expect(prorationOf({ start, end }, from)).toEqual({
      period: { start, end },
      chargedDays,
      periodDays,
      factor,
    })
  })
})

describe('the first charge up to a given end', () => {
  test.each([
    // A whole year of months: nothing to prorate.
    ['2027-01-15', '2028-01-15', 1, '2027-01-15', '2027-02-15', 31, 31],
    // Billing days are counted back from the end: the 10th. 15 January to 10 February is 26 of 31 days.
    ['2027-01-15', '2027-06-10', 1, '2027-01-10', '2027-02-10', 26, 31],
    // An end on the last of a month: 31 March, 28 February; 10 to 28 February is 18 of 28 days.
    ['2027-02-10', '2027-03-31', 1, '2027-01-31', '2027-02-28', 18, 28],
    // The same in a leap year: the 29th; 10 to 29 February is 19 of 29 days.
    ['2028-02-10', '2028-03-31', 1, '2028-01-31', '2028-02-29', 19, 29],
    // Yearly billing that ends on a leap day: 28 February 2027 to 29 February 2028 is 366 days.
    ['2027-09-01', '2028-02-29', 12, '2027-02-28', '2028-02-29', 181, 366],
    ['2027-03-01', '2027-03-02', 1, '2027-02-02', '2027-03-02', 1, 28],
  ])('from %s until %s in periods of %d months', (...[from, until, months, start, end, charged, whole]) => {
    expect(coTermProration(from, until, months)).toMatchObject({
      period: { start, end },
      chargedDays: charged,
      periodDays: whole,
    })
  })

  it('needs an end after its start', () => {
    expect(() => coTermProration('2027-01-15', '2027-01-15', 1)).toThrow(RangeError)
  })

  it('is rounded once, half away from zero, to the digits of its currency', () => {
    const half = prorationOf({ start: '2027-02-01', end: '2027-03-01' }, '2027-02-15')
    expect(prorated('0.25', 'EUR', half)).toEqual({ amount: '0.13', currency: 'EUR' })
    expect(prorated('25', 'JPY', half)).toEqual({ amount: '13', currency: 'JPY' })
    expect(prorated('0.0025', 'KWD', half)).toEqual({ amount: '0.001', currency: 'KWD' })
  })
})

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

describe('a line that ends with another', () => {
  // 7 x 11.70 = 81.90 a month; 26 of 31 days of it: 68.690... = 68.69; then 10 February to 10 June: four whole months.
  it('charges the days first, and whole periods after', () => {
    expect(priceCoTermed(line, '2027-06-10')).toMatchObject({
      lineTotal: { amount: '81.90' },
      firstInvoiceTotal: { amount: '93.69' },
      recurringAmount: { amount: '81.90' },
      totalContractValue: { amount: '421.29' },
      nextBillingDate: '2027-02-10',
      commitmentEndDate: '2027-06-10',
      proration: { factor: '0.83870968' },
    })
  })

  it('charges all at once upfront, and nothing but setup in arrears', () => {
    const upfront = priceCoTermed({ ...line, chargeTiming: 'UPFRONT_FULL_TERM' }, '2027-06-10')
    expect(upfront.firstInvoiceTotal.amount).toBe('421.29')
    expect(upfront.nextBillingDate).toBe('2027-06-10')
    const arrears = priceCoTermed({ ...line, chargeTiming: 'IN_ARREARS' }, '2027-06-10')
    expect(arrears.firstInvoiceTotal.amount).toBe('25.00')
    expect(arrears.totalContractValue.amount).toBe('421.29')
  })

  // 10 x 10 + 2 x 8 = 116; 14 of 28 days: 58.
  it('prorates the exact amount of a graduated price', () => {
    const tiers = [
      { upTo: '10', unitPrice: '10' },
      { upTo: null, unitPrice: '8' },
    ]
    const graduated = { ...line, model: 'TIERED', tiers, quantity: '12', setupFee: null } as const
    const priced = priceCoTermed({ ...graduated, startDate: '2027-02-15' }, '2027-03-01')
    expect(priced.firstInvoiceTotal.amount).toBe('58.00')
    expect(priced.totalContractValue.amount).toBe('58.00')
  })

  test.each([
    [line, '2027-06-10', null],
    [line, '2028-01-15', null],
    [line, '2028-01-16', 'CO_TERM_INVALID'],
    [line, '2027-01-15', 'CO_TERM_INVALID'],
    [{ ...line, commitmentTerm: null }, '2027-02-15', null],
    [{ ...line, commitmentTerm: null }, '2027-02-16', 'CO_TERM_INVALID'],
    [
      { ...line, paymentModel: 'ONE_TIME', billingPeriod: null, commitmentTerm: null } as const,
      '2027-02-01',
      'CO_TERM_NOT_POSSIBLE',
    ],
  ])('may end within its commitment, or its first period', (given, end, code) => {
    expect(coTermProblem(given, end)?.code ?? null).toBe(code)
  })
})
