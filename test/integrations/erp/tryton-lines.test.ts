import fc from 'fast-check'
import { expect, it } from 'vitest'
import { documentOrder } from '../../../integrations/erp/document-order.ts'
import type { ErpIds } from '../../../integrations/erp/erp-connector.ts'
import type { DocumentLine, OrderDocument } from '../../../integrations/erp/order-document.ts'
import { trytonLines } from '../../../integrations/erp/tryton-lines.ts'
import { decimal, roundToCurrency } from '../../../src/platform/money.ts'
import { exampleSource, randomSource } from './random-order.ts'

const example = documentOrder(exampleSource())
const [line] = example.lines as [DocumentLine]
const ids: ErpIds = {
  customer: '7',
  items: new Map([[line.sku, '21']]),
  units: new Map([[line.unitCode, '1']]),
  taxes: new Map([['S:19', '3']]),
}
const plain = { ...line, productName: 'Suite', offerName: 'Seat', adjustments: [] }
const written = (changes: Partial<DocumentLine>, digits = 4) =>
  trytonLines({ ...example, lines: [{ ...plain, ...changes }] }, { ids, digits }).map(
    ({ product, quantity, unitPrice, description }) => [product, quantity, unitPrice, description],
  )

it('a line is one of Tryton, with its product, unit and tax', () => {
  const changes = { quantity: '25', price: { amount: '18.7', per: '1' }, net: '467.50' }
  expect(trytonLines({ ...example, lines: [{ ...plain, ...changes }] }, { ids, digits: 4 })).toEqual([
    { product: '21', unit: '1', quantity: '25', unitPrice: '18.7', description: 'Suite: Seat', tax: '3' },
  ])
})

it('what a price with fewer digits leaves over is a line of its own', () => {
  // 1000 x 0.12345678 = 123.46; with four digits it is 1000 x 0.1235 = 123.50.
  const changes = { quantity: '1000', price: { amount: '0.12345678', per: '1' }, net: '123.46' }
  expect(written(changes)).toEqual([
    ['21', '1000', '0.1235', 'Suite: Seat'],
    [null, '1', '-0.04', 'Seat: rounding'],
  ])
  expect(written(changes, 8)).toEqual([['21', '1000', '0.12345678', 'Suite: Seat']])
})

it('the price of all units is shared among them', () => {
  const changes = { quantity: '3', price: { amount: '100', per: '3' }, net: '100.00' }
  expect(written(changes)).toEqual([['21', '3', '33.3333', 'Suite: Seat']])
})

it('setup fees are added and promotions taken off in lines of their own', () => {
  const adjustments = [
    { isCharge: true, code: 'SU', reason: 'Setup fee', amount: '12.50' },
    { isCharge: false, code: '95', reason: 'Spring', amount: '3.40' },
  ]
  const changes = { quantity: '2', price: { amount: '10', per: '1' }, net: '29.10', adjustments }
  expect(written(changes)).toEqual([
    ['21', '2', '10', 'Suite: Seat'],
    [null, '1', '12.5', 'Seat: Setup fee'],
    [null, '1', '-3.4', 'Seat: Spring'],
  ])
})

/** What Tryton computes: each line rounded to the currency. */
function totalOf({ currency }: OrderDocument, lines: ReturnType<typeof trytonLines>): string {
  const amounts = lines.map(({ quantity, unitPrice }) =>
    decimal(roundToCurrency(decimal(quantity).times(decimal(unitPrice)), currency).amount),
  )
  return amounts.reduce((sum, amount) => sum.plus(amount), decimal('0')).toFixed()
}

it('whatever the order, the sum of the lines is its total to the cent', () => {
  fc.assert(
    fc.property(randomSource.map(documentOrder), fc.integer({ min: 0, max: 8 }), (document, digits) => {
      expect(totalOf(document, trytonLines(document, { ids, digits }))).toBe(
        decimal(document.totals.net).toFixed(),
      )
    }),
    { numRuns: 500 },
  )
})
