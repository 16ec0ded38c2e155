import { afterEach, beforeEach, expect, it } from 'vitest'
import { documentOrder } from '../../../integrations/erp/document-order.ts'
import { pushOrder } from '../../../integrations/erp/push-order.ts'
import type { OrderDocumentSource } from '../../../src/orders/order-document-port.ts'
import { exampleSource } from './random-order.ts'
import { httpConnector, startErp } from './http-erp.ts'

const known = {
  CUSTOMER: { 'D-1007': 'c7' },
  ITEM: { 'BS-STD': 'i1' },
  UNIT: { C62: 'piece' },
  TAX: { 'S:19': 'vat19' },
}

let erp: Awaited<ReturnType<typeof startErp>>
beforeEach(async () => {
  erp = await startErp(known)
})
afterEach(() => erp.close())

const push = (changes: Partial<OrderDocumentSource['order']> = {}) =>
  pushOrder(httpConnector(erp.url), documentOrder(exampleSource(changes)))

const pushedOrder = { externalId: '1', externalNumber: 'S1', state: 'DRAFT', revision: 1, net: '292.5' }

it('makes the order with the ids of the ERP, and reads its number and state back', async () => {
  expect(await push()).toEqual({ kind: 'PUSHED', order: pushedOrder, isNew: true })
  expect(erp.orders).toMatchObject([
    {
      reference: 'SO-2026-000042',
      customer: 'c7',
      lines: [{ item: 'i1', unit: 'piece', tax: 'vat19', quantity: '25', net: '292.50' }],
    },
  ])
})

it('20 orders whose answers are all lost: pushed twice, 20 orders in the ERP', async () => {
  for (let number = 1; number <= 20; number++) {
    const order = { orderNumber: `SO-2026-${number}` }
    erp.mishaps.push('LOST')
    expect(await push(order)).toMatchObject({ kind: 'PUSHED', isNew: true })
    expect(await push(order)).toMatchObject({ kind: 'PUSHED', isNew: false })
  }
  expect(erp.orders).toHaveLength(20)
  expect(new Set(erp.orders.map(({ reference }) => reference)).size).toBe(20)
})

it('makes nothing again when nobody knows what became of it, and makes it once later', async () => {
  erp.mishaps.push('BROKEN')
  expect(await push()).toEqual({ kind: 'RETRY', message: 'memory: answered 502' })
  expect(erp.orders).toEqual([])
  expect(await push()).toMatchObject({ kind: 'PUSHED', isNew: true })
  expect(erp.orders).toHaveLength(1)
})

it('tells what the ERP refuses, in its own words', async () => {
  erp.mishaps.push('REFUSED')
  expect(await push()).toEqual({
    kind: 'REFUSED',
    problems: [{ code: 'ERP_REFUSED', message: 'memory: The customer is blocked.', path: [] }],
  })
})

it('says all that has no name in the ERP at once, by path, and writes nothing', async () => {
  await erp.close()
  erp = await startErp({ UNIT: known.UNIT })
  const outcome = await push()
  expect(outcome).toMatchObject({
    kind: 'REFUSED',
    problems: [
      { code: 'ERP_CUSTOMER_UNKNOWN', path: ['buyer', 'id'] },
      { code: 'ERP_ITEM_UNKNOWN', path: ['lines', '1', 'sku'] },
      { code: 'ERP_TAX_UNKNOWN', path: ['lines', '1', 'taxCategory'] },
    ],
  })
  expect(erp.calls.filter((call) => !call.startsWith('GET'))).toEqual([])
})

it('tells a total that the ERP computes otherwise', async () => {
  await push()
  Object.assign(erp.orders[0]?.lines[0] ?? {}, { net: '292.49' })
  expect(await push()).toMatchObject({
    kind: 'REFUSED',
    problems: [{ code: 'ERP_TOTAL_DIFFERS', path: ['totals', 'net'] }],
  })
})

it('changes the order for a later revision once, and never goes back', async () => {
  await push()
  expect(await push({ revision: 2 })).toMatchObject({ kind: 'PUSHED', isNew: false, order: { revision: 2 } })
  expect(await push({ revision: 1 })).toMatchObject({ kind: 'PUSHED', order: { revision: 2 } })
  expect(erp.calls.filter((call) => !call.startsWith('GET'))).toEqual(['POST /orders', 'PUT /orders/1'])
  expect(erp.orders).toHaveLength(1)
})

it('cancels what is there, once', async () => {
  expect(await push({ status: 'CANCELLED' })).toMatchObject({ problems: [{ code: 'ERP_ORDER_UNKNOWN' }] })
  await push()
  expect(await push({ status: 'CANCELLED' })).toMatchObject({ order: { state: 'CANCELLED' } })
  expect(await push({ status: 'CANCELLED' })).toMatchObject({ order: { state: 'CANCELLED' } })
  expect(erp.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(1)
})
