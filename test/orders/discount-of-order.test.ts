import { expect, it } from 'vitest'
import { discountOfOrder } from '../../src/orders/discount-of-order.ts'
import { OrderLine } from '../../src/orders/order.entity.ts'

type Case = { total: bigint; off?: string; promotion?: string; currency?: string }

/** Three of an offer whose list price is 20.00 a month, quoted at `total` cents a month. */
function line({ total, off, promotion, currency = 'EUR' }: Case): OrderLine {
  const terms = { model: 'FLAT', unitPrice: '20', tiers: [], setupFee: '0', usage: null }
  const step = { sellerId: 'org_seller', priceListId: 'prl_a', terms, endsAt: null }
  const ofList = off
    ? { basis: 'LIST_MINUS', percent: off, listUnitPrice: '20' }
    : { basis: 'FIXED', percent: null, listUnitPrice: null }
  const item = {
    paymentModel: 'RECURRING',
    commitmentTerm: 'P1Y',
    billingPeriod: 'P1M',
    chargeTiming: 'ADVANCE',
  }
  return Object.assign(new OrderLine(), {
    quantity: '3',
    currency,
    item,
    unitPrice: String(Number(total) / 300),
    setupFee: '0',
    lineTotalMinor: total,
    pricing: { model: 'FLAT', tiers: [], usage: null, chain: [{ ...step, ...ofList }] },
    promotion: promotion ? { percentOff: promotion, components: ['RECURRING'], billingPeriods: null } : null,
  })
}

it.each<[what: string, lines: Case[], percent: string | null]>([
  ['no discount is none', [{ total: 6000n }], '0.00'],
  ['ten off the list: 54.00 of 60.00', [{ total: 5400n, off: '10' }], '10.00'],
  ['lines weigh by what they cost: 94.00 of 100.00', [{ total: 5400n, off: '10' }, { total: 4000n }], '6.00'],
  ['a promotion comes on top: 40.50 of 60.00', [{ total: 5400n, off: '10', promotion: '25' }], '32.50'],
  ['a promotion alone: 45.00 of 60.00', [{ total: 6000n, promotion: '25' }], '25.00'],
  ['all of it: nothing of 60.00', [{ total: 0n, off: '100' }], '100.00'],
  ['a third to two digits: 3999.99 of 5999.99', [{ total: 399_999n, off: '33.333333' }], '33.33'],
  ['what costs nothing by itself has no percentage', [{ total: 0n }], null],
  [
    'lines of another currency are not compared',
    [{ total: 6000n }, { total: 5400n, off: '10', currency: 'CHF' }],
    '0.00',
  ],
])('of an order, in percent of one period: %s', (_, lines, percent) => {
  expect(discountOfOrder(lines.map(line), 'EUR')).toBe(percent)
})
