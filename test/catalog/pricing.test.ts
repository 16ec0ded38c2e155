import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { priceLine, totals, type LineToPrice } from '../../src/catalog/pricing.rules.ts'
import { amountOf } from '../../src/catalog/tiers.rules.ts'
import { decimal, roundToCurrency, toMinorUnits } from '../../src/platform/money.ts'

const seats: LineToPrice = {
  quantity: '25',
  unitPrice: '12.50',
  setupFee: '100',
  currency: 'EUR',
  commitmentTerm: 'P1Y',
  billingPeriod: 'P1M',
  paymentModel: 'RECURRING',
  chargeTiming: 'IN_ADVANCE',
  startDate: '2026-01-31',
}

/** The amounts of a priced line in one row: line, setup, first invoice, recurring, month, year, contract. */
function amounts(line: LineToPrice): string[] {
  const priced = priceLine(line)
  return [
    priced.lineTotal,
    priced.setupTotal,
    priced.firstInvoiceTotal,
    priced.recurringAmount,
    priced.monthlyRecurring,
    priced.annualRecurring,
    priced.totalContractValue,
  ].map((money) => money.amount)
}

describe('pricing a line', () => {
  it.each<[string, Partial<LineToPrice>, string[]]>([
    ['monthly for a year', {}, ['312.50', '100.00', '412.50', '312.50', '312.50', '3750.00', '3850.00']],
    [
      'monthly without commitment owes one month',
      { commitmentTerm: null },
      ['312.50', '100.00', '412.50', '312.50', '312.50', '3750.00', '412.50'],
    ],
    [
      'in arrears only the setup falls due at the start',
      { chargeTiming: 'IN_ARREARS' },
      ['312.50', '100.00', '100.00', '312.50', '312.50', '3750.00', '3850.00'],
    ],
    [
      'the whole year upfront',
      { chargeTiming: 'UPFRONT_FULL_TERM' },
      ['312.50', '100.00', '3850.00', '3750.00', '312.50', '3750.00', '3850.00'],
    ],
    [
      'upfront without commitment is in advance',
      { chargeTiming: 'UPFRONT_FULL_TERM', commitmentTerm: null },
      ['312.50', '100.00', '412.50', '312.50', '312.50', '3750.00', '412.50'],
    ],
    [
      'three years billed yearly',
      { commitmentTerm: 'P3Y', billingPeriod: 'P1Y', unitPrice: '100', quantity: '7', setupFee: null },
      ['700.00', '0.00', '700.00', '700.00', '58.33', '700.00', '2100.00'],
    ],
    [
      'three years in one bill',
      { commitmentTerm: 'P3Y', billingPeriod: 'P3Y', unitPrice: '1000', quantity: '1', setupFee: null },
      ['1000.00', '0.00', '1000.00', '1000.00', '27.78', '333.33', '1000.00'],
    ],
    [
      'once',
      { paymentModel: 'ONE_TIME', commitmentTerm: null, billingPeriod: null },
      ['312.50', '100.00', '412.50', '0.00', '0.00', '0.00', '412.50'],
    ],
    [
      'usage is unknown until measured',
      { paymentModel: 'USAGE', commitmentTerm: null },
      ['0.00', '100.00', '100.00', '0.00', '0.00', '0.00', '100.00'],
    ],
    ['a trial costs nothing', { paymentModel: 'TRIAL', commitmentTerm: null }, Array<string>(7).fill('0.00')],
    ['free costs nothing', { paymentModel: 'FREE', commitmentTerm: null }, Array<string>(7).fill('0.00')],
    [
      'the line is rounded once, not each unit',
      { quantity: '3', unitPrice: '0.335', setupFee: null },
      ['1.01', '0.00', '1.01', '1.01', '1.01', '12.12', '12.12'],
    ],
    [
      'yen have no minor digits',
      { currency: 'JPY', unitPrice: '1234.5', quantity: '3', setupFee: '500' },
      ['3704', '500', '4204', '3704', '3704', '44448', '44948'],
    ],
    [
      'dinars have three',
      { currency: 'KWD', unitPrice: '1.2345', quantity: '3', setupFee: null },
      ['3.704', '0.000', '3.704', '3.704', '3.704', '44.448', '44.448'],
    ],
    [
      'decimal quantities count',
      { quantity: '2.5', unitPrice: '0.10', setupFee: null },
      ['0.25', '0.00', '0.25', '0.25', '0.25', '3.00', '3.00'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(amounts({ ...seats, ...change })).toEqual(expected)
  })

  it.each<[string, Partial<LineToPrice>, string | null, string | null, string | null]>([
    ['the end of January to the end of February', {}, '2026-02-28', '2027-01-31', 'P1M'],
    [
      'leap day to the day before March',
      { startDate: '2028-02-29', billingPeriod: 'P1Y' },
      '2029-02-28',
      '2029-02-28',
      'P1Y',
    ],
    [
      'upfront bills again at the renewal',
      { chargeTiming: 'UPFRONT_FULL_TERM' },
      '2027-01-31',
      '2027-01-31',
      'P1Y',
    ],
    [
      'in arrears bills at the end of the period',
      { chargeTiming: 'IN_ARREARS' },
      '2026-02-28',
      '2027-01-31',
      'P1M',
    ],
    ['usage is billed each month', { paymentModel: 'USAGE', commitmentTerm: null }, '2026-02-28', null, null],
    [
      'nothing follows what is paid once',
      { paymentModel: 'ONE_TIME', commitmentTerm: null, billingPeriod: null },
      null,
      null,
      null,
    ],
    [
      'an instant counts in its zone',
      { startDate: '2026-01-30T23:30:00Z', timeZone: 'Europe/Berlin' },
      '2026-02-28',
      '2027-01-31',
      'P1M',
    ],
    [
      'an instant without a zone counts in UTC',
      { startDate: '2026-01-30T23:30:00Z' },
      '2026-02-28',
      '2027-01-30',
      'P1M',
    ],
  ])('%s', (_name, change, next, end, chargePeriod) => {
    expect(priceLine({ ...seats, ...change })).toMatchObject({
      nextBillingDate: next,
      commitmentEndDate: end,
      chargePeriod,
    })
  })

  it('never loses a minor unit between line, setup and first invoice', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 9n), fc.bigInt(0n, 10n ** 12n), (quantity, price) => {
        const unitPrice = `${price / 10n ** 8n}.${(price % 10n ** 8n).toString().padStart(8, '0')}`
        const priced = priceLine({ ...seats, quantity: quantity.toString(), unitPrice, setupFee: '0.01' })
        const cents = (money: { amount: string }) => BigInt(money.amount.replace('.', ''))
        expect(cents(priced.firstInvoiceTotal)).toBe(cents(priced.lineTotal) + 1n)
        expect(cents(priced.totalContractValue)).toBe(cents(priced.lineTotal) * 12n + 1n)
      }),
    )
  })
})

describe('totals of an order', () => {
  it('are the sum of its rounded lines, whatever their tiers, quantities and currency', () => {
    const price = fc
      .bigInt(0n, 10n ** 12n)
      .map((scaled) => decimal(String(scaled)).div('100000000').toFixed())
    const tiered = fc.record({
      model: fc.constantFrom('FLAT' as const, 'TIERED' as const, 'VOLUME' as const),
      prices: fc.array(price, { minLength: 3, maxLength: 3 }),
      ends: fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 51, max: 500 })),
      quantity: fc.integer({ min: 1, max: 1_000 }),
      setupFee: price,
    })
    const currencies = fc.constantFrom('JPY', 'EUR', 'KWD')
    fc.assert(
      fc.property(fc.array(tiered, { minLength: 1, maxLength: 20 }), currencies, (given, currency) => {
        const lines = given.map(({ model, prices, ends, quantity, setupFee }) => {
          const [a = '0', b = '0', c = '0'] = prices
          const steps = [
            { upTo: String(ends[0]), unitPrice: a },
            { upTo: String(ends[1]), unitPrice: b },
            { upTo: null, unitPrice: c },
          ]
          const tiers = model === 'FLAT' ? [] : steps
          const line = {
            ...seats,
            currency,
            quantity: String(quantity),
            unitPrice: a,
            model,
            tiers,
            setupFee,
          }
          return {
            priced: priceLine(line),
            exact: amountOf({ model, unitPrice: a, tiers }, String(quantity)),
          }
        })
        const minor = (money: { amount: string; currency: string }) => toMinorUnits(money)
        const sums = totals(
          lines.map(({ priced }) => priced),
          currency,
        )
        for (const { priced, exact } of lines)
          expect(priced.lineTotal).toEqual(roundToCurrency(exact, currency))
        for (const name of ['lineTotal', 'setupTotal', 'firstInvoiceTotal', 'totalContractValue'] as const)
          expect(minor(sums[name])).toBe(lines.reduce((sum, { priced }) => sum + minor(priced[name]), 0n))
      }),
      { numRuns: 500 },
    )
  })

  it('adds the rounded lines and keeps charge periods apart', () => {
    const lines = [
      priceLine({ ...seats, quantity: '3', unitPrice: '0.335', setupFee: null }),
      priceLine({ ...seats, quantity: '3', unitPrice: '0.335', setupFee: '5', startDate: '2026-01-10' }),
      priceLine({ ...seats, billingPeriod: 'P1Y', quantity: '1', unitPrice: '120', setupFee: null }),
      priceLine({
        ...seats,
        chargeTiming: 'UPFRONT_FULL_TERM',
        quantity: '1',
        unitPrice: '10',
        setupFee: null,
      }),
      priceLine({
        ...seats,
        paymentModel: 'ONE_TIME',
        commitmentTerm: null,
        billingPeriod: null,
        quantity: '1',
        setupFee: null,
      }),
    ]
    const eur = (amount: string) => ({ amount, currency: 'EUR' })
    expect(totals(lines, 'EUR')).toEqual({
      lineTotal: eur('144.52'),
      setupTotal: eur('5.00'),
      firstInvoiceTotal: eur('259.52'),
      monthlyRecurring: eur('22.02'),
      annualRecurring: eur('264.24'),
      totalContractValue: eur('281.74'),
      recurring: [
        { chargePeriod: 'P1M', amount: eur('2.02') },
        { chargePeriod: 'P1Y', amount: eur('240.00') },
      ],
      nextBillingDate: '2026-02-10',
    })
  })

  it('of nothing are nothing', () => {
    expect(totals([], 'JPY')).toMatchObject({
      totalContractValue: { amount: '0', currency: 'JPY' },
      recurring: [],
      nextBillingDate: null,
    })
  })

  it('refuses a line of another currency', () => {
    expect(() => totals([priceLine(seats)], 'USD')).toThrow('Cannot add EUR to USD.')
  })
})
