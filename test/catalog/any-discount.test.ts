import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  discountTotals,
  priceDiscounted,
  type DiscountedComponent,
} from '../../src/catalog/discount.rules.ts'
import { totals, type LineToPrice } from '../../src/catalog/pricing.rules.ts'
import { decimal } from '../../src/platform/money.ts'

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

/** Lines as they are sold, in currencies of 0, 2 and 3 digits. */
const lines = (currency: string) =>
  fc
    .record({
      quantity: fc.integer({ min: 1, max: 5000 }).map(String),
      cents: fc.bigInt({ min: 0n, max: 10n ** 12n }),
      setup: fc.integer({ min: 0, max: 100_000 }),
      shape: fc.constantFrom<Partial<LineToPrice>>(
        {},
        { commitmentTerm: null },
        { commitmentTerm: 'P3Y' },
        { billingPeriod: 'P1Y' },
        { paymentModel: 'ONE_TIME', commitmentTerm: null, billingPeriod: null },
        { paymentModel: 'USAGE' },
        { paymentModel: 'FREE' },
      ),
      chargeTiming: fc.constantFrom(
        'IN_ADVANCE' as const,
        'IN_ARREARS' as const,
        'UPFRONT_FULL_TERM' as const,
      ),
      end: fc.option(fc.constantFrom('2027-02-01', '2027-06-10', '2028-01-15')),
      discount: fc.option(
        fc.record({
          percentOff: fc
            .integer({ min: 1, max: 1_000_000 })
            .map((part) => decimal(String(part)).div('10000').toFixed()),
          components: fc.subarray<DiscountedComponent>(['RECURRING', 'ONE_TIME', 'SETUP'], { minLength: 1 }),
          billingPeriods: fc.option(fc.integer({ min: 1, max: 120 })),
        }),
      ),
    })
    .map(({ quantity, cents, setup, shape, chargeTiming, end, discount }) => {
      const unitPrice = decimal(cents.toString()).div('100000000').toFixed()
      const setupFee = decimal(String(setup)).div('100').toFixed()
      return {
        line: { ...line, quantity, unitPrice, setupFee, currency, chargeTiming, ...shape },
        end,
        discount,
      }
    })

const amounts = [
  'setupTotal',
  'firstInvoiceTotal',
  'recurringAmount',
  'totalContractValue',
  'monthlyRecurring',
] as const

describe('whatever is discounted', () => {
  it('costs no less than nothing and no more than at the full price, and totals are the sums of the rounded lines', () => {
    const orders = fc
      .constantFrom('JPY', 'EUR', 'KWD')
      .chain((currency) =>
        fc.tuple(fc.constant(currency), fc.array(lines(currency), { minLength: 1, maxLength: 6 })),
      )
    fc.assert(
      fc.property(orders, ([currency, wanted]) => {
        const priced = wanted.map(({ line: given, end, discount }) =>
          priceDiscounted(given, { end, discount }),
        )
        const full = wanted.map(({ line: given, end }) => priceDiscounted(given, { end, discount: null }))
        priced.forEach((price, index) => {
          for (const name of amounts) {
            const [less, whole] = [decimal(price[name].amount), decimal(full[index]![name].amount)]
            expect(less.isNegative() && !less.isZero(), name).toBe(false)
            expect(less.lessThanOrEqualTo(whole), name).toBe(true)
          }
          for (const off of [price.discount?.firstInvoiceDiscount, price.discount?.contractDiscount])
            expect(decimal(off?.amount ?? '0').isNegative()).toBe(false)
        })
        const summed = totals(priced, currency)
        const off = discountTotals(priced, currency)
        for (const name of ['setupTotal', 'firstInvoiceTotal', 'totalContractValue'] as const) {
          const sum = priced.reduce((all, price) => all.plus(price[name].amount), decimal('0'))
          expect(decimal(summed[name].amount).equals(sum), name).toBe(true)
        }
        const undiscounted = totals(full, currency)
        expect(
          decimal(undiscounted.firstInvoiceTotal.amount).minus(off.firstInvoiceDiscount.amount).toFixed(),
        ).toBe(decimal(summed.firstInvoiceTotal.amount).toFixed())
        expect(
          decimal(undiscounted.totalContractValue.amount).minus(off.contractDiscount.amount).toFixed(),
        ).toBe(decimal(summed.totalContractValue.amount).toFixed())
      }),
      { numRuns: 1000 },
    )
  })
})
