import { expect, it } from 'vitest'
import { documentOrder } from '../../../integrations/erp/document-order.ts'
import { unitCode } from '../../../integrations/erp/unit-codes.ts'
import type { OrderDocumentSource } from '../../../src/orders/order-document-port.ts'
import { exampleOrder } from '../../../src/orders/order-snapshot.schema.ts'
import { exampleSource } from './random-order.ts'

type Line = OrderDocumentSource['order']['lines'][number]

const [exampleLine] = exampleOrder.lines
const money = (amount: string, currency = 'EUR') => ({ amount, currency })

function lineWith(changes: Partial<Line>, order: Partial<OrderDocumentSource['order']> = {}) {
  const line = { ...exampleLine, ...changes } as Line
  const { lines, totals } = documentOrder(exampleSource({ ...order, lines: [line] }))
  return { line: lines[0], totals }
}

it('adds the setup fee, takes the promotion off both, and rounds each once', () => {
  const promotion = {
    id: 'prm_1',
    code: 'SPRING',
    name: 'Spring',
    percentOff: '12.5',
    components: ['RECURRING', 'SETUP'] as Array<'RECURRING' | 'SETUP'>,
    billingPeriods: 3,
  }
  const discount = {
    discountedLineTotal: money('255.94'),
    firstInvoiceDiscount: money('49.06'),
    contractDiscount: money('122.18'),
    recurringAmountAfter: money('292.50'),
    endsOn: '2027-02-23',
  }
  const { line, totals } = lineWith({ setupFee: money('99.99'), promotion, discount })
  expect(line?.adjustments).toEqual([
    { isCharge: true, code: 'SU', reason: 'Setup fee', amount: '99.99' },
    { isCharge: false, code: '95', reason: 'Spring', amount: '36.56' },
    { isCharge: false, code: '95', reason: 'Spring: setup fee', amount: '12.50' },
  ])
  // 292.50 + 99.99 - 36.56 - 12.50 = 343.43; 19 % of it is 65.2517.
  expect(totals).toEqual({ net: '343.43', tax: '65.25', gross: '408.68' })
})

it('states the price of all units where unit price times quantity is another amount', () => {
  const tiered = lineWith({ quantity: '30', unitPrice: money('9.95'), lineTotal: money('270.10') })
  expect(tiered.line).toMatchObject({
    unitPrice: '9.95',
    price: { amount: '270.1', per: '30' },
    net: '270.10',
  })
  const yen = { unitPrice: money('11.7', 'JPY'), setupFee: money('0', 'JPY'), lineTotal: money('35', 'JPY') }
  const { line, totals } = lineWith({ ...yen, quantity: '3' }, { currency: 'JPY' })
  expect(line?.price).toEqual({ amount: '35', per: '3' })
  expect(totals).toEqual({ net: '35', tax: '7', gross: '42' })
})

it('charges no setup fee of a trial', () => {
  const { line } = lineWith({ paymentModel: 'TRIAL', lineTotal: money('0.00'), setupFee: money('50.00') })
  expect(line?.adjustments).toEqual([])
})

it('names the subscription, and before and after, of a change', () => {
  const before = { offerId: 'ofr_1', offerName: 'Basic', quantity: '20' }
  const change = {
    before,
    quantityDelta: '5',
    reason: null,
    endDate: null,
    autoRenew: null,
    renewalTerm: null,
    renewalQuantity: null,
  }
  const line = { ...exampleLine, action: 'CHANGE_QUANTITY', subscriptionId: 'sub_1', change } as Line
  const source = { ...exampleSource({ type: 'CHANGE', lines: [line] }), begunBy: { sub_1: 'SO-2025-000007' } }
  const document = documentOrder(source)
  expect(document).toMatchObject({ kind: 'CHANGE', id: 'SO-2026-000042', changes: ['SO-2025-000007'] })
  expect(document.lines[0]).toMatchObject({
    quantity: '25',
    details: {
      subscriptionId: 'sub_1',
      begunByOrder: 'SO-2025-000007',
      offerBefore: 'Basic',
      quantityBefore: '20',
      quantityDelta: '5',
    },
  })
})

it.each([
  ['an order', {}, 'ORDER', 'SO-2026-000042', []],
  ['a renewal', { type: 'RENEWAL' }, 'ORDER', 'SO-2026-000042', []],
  ['a later revision', { revision: 2 }, 'CHANGE', 'SO-2026-000042-R2', ['SO-2026-000042']],
  ['a suspension', { type: 'SUSPEND' }, 'CHANGE', 'SO-2026-000042', ['SO-2026-000042']],
  ['the end of what runs', { type: 'CANCELLATION' }, 'CANCELLATION', 'SO-2026-000042', ['SO-2026-000042']],
  ['a cancelled order', { status: 'CANCELLED' }, 'CANCELLATION', 'SO-2026-000042-C', ['SO-2026-000042']],
] as const)('%s becomes the document that it is', (_, changes, kind, id, references) => {
  const document = documentOrder(exampleSource(changes))
  expect(document).toMatchObject({ kind, id, changes: references })
})

it('has no document before it has a number', () => {
  expect(() => documentOrder(exampleSource({ orderNumber: null }))).toThrow(RangeError)
})

it('calculates no tax where the rate is not known', () => {
  const tax = { treatment: 'NOT_CALCULATED', code: null, rate: null } as const
  const { totals, lines } = documentOrder({ ...exampleSource(), tax })
  expect(totals).toEqual({ net: '292.50', tax: null, gross: null })
  expect(lines[0]).toMatchObject({ tax: null, taxCategory: null })
})

it.each([
  ['seat', 'C62'],
  ['GB', 'E34'],
  ['hour', 'HUR'],
  ['', 'C62'],
])('counts %s in %s', (unit, code) => expect(unitCode(unit)).toBe(code))
