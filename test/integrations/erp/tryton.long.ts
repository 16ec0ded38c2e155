import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentOrder } from '../../../integrations/erp/document-order.ts'
import type { OrderDocument } from '../../../integrations/erp/order-document.ts'
import { pushOrder } from '../../../integrations/erp/push-order.ts'
import { TrytonClient, type TrytonDecimal } from '../../../integrations/erp/tryton-client.ts'
import { TrytonConnector, type TrytonOptions } from '../../../integrations/erp/tryton-connector.ts'
import { decimal } from '../../../src/platform/money.ts'
import { fillTryton, pieces } from './fill-tryton.ts'
import { randomSource } from './random-order.ts'
import { startSwallowingProxy } from './swallowing-proxy.ts'
import { startTryton, whyNoTryton } from './tryton-server.ts'

const seed = 20_261_127
const count = 20
/** Long enough for a slow machine, and how long each swallowed answer is waited for. */
const timeoutMs = 5000

const drawn = fc
  .sample(randomSource, { numRuns: 400, seed })
  .map(documentOrder)
  .filter(({ kind }) => kind === 'ORDER')
const documents = drawn.slice(0, count).map((document, at): OrderDocument => {
  const orderNumber = `SO-2026-${String(at + 1).padStart(6, '0')}`
  // Whatever people type is in names; Tryton takes codes without control characters alone.
  const lines = document.lines.map((line) => ({ ...line, sku: `SKU-${at}-${line.number}` }))
  return { ...document, id: orderNumber, orderNumber, revision: 1, lines }
})
const options: TrytonOptions = {
  units: Object.fromEntries(
    documents.flatMap(({ lines }) => lines.map(({ unitCode }) => [unitCode, pieces])),
  ),
}

interface Sale {
  id: number
  number: string
  reference: string
  state: string
  untaxed_amount: TrytonDecimal
  'party.': { code: string }
  'currency.': { code: string }
}

const reason = whyNoTryton()
if (reason) process.stderr.write(`\nSKIPPED: nothing is pushed into a real Tryton: ${reason}\n`)

describe.skipIf(reason)('a real Tryton server', () => {
  let tryton: Awaited<ReturnType<typeof startTryton>>
  beforeAll(async () => {
    tryton = await startTryton()
    await fillTryton(tryton.site, documents)
  }, 600_000)
  afterAll(() => tryton.close())

  async function sales(): Promise<Sale[]> {
    const names = ['number', 'reference', 'state', 'untaxed_amount', 'party.code', 'currency.code']
    const client = new TrytonClient(tryton.site)
    const answer = await client.call('sale.sale', 'search_read', [], 0, null, [['reference', 'ASC']], names)
    if (answer.kind !== 'OK') throw new Error(answer.message)
    return answer.value as Sale[]
  }
  const connector = (url = tryton.site.url) =>
    new TrytonConnector({ ...tryton.site, url, timeoutMs }, options)
  const totals = (found: readonly Sale[]) =>
    found.map((sale) => [
      sale.reference,
      sale['party.'].code,
      sale['currency.'].code,
      decimal(sale.untaxed_amount.decimal).toFixed(),
    ])
  const ours = documents.map(({ orderNumber, buyer, currency, totals: { net } }) => [
    orderNumber,
    buyer.id,
    currency,
    decimal(net).toFixed(),
  ])

  it('control: who makes a sale again after a time-out has it twice', async () => {
    const [document] = documents
    if (!document) throw new Error('No document was drawn.')
    const proxy = await startSwallowingProxy(tryton.site.url, (method) => method === 'model.sale.sale.create')
    const twice = { ...document, orderNumber: 'TWICE' }
    const careless = new TrytonConnector({ ...tryton.site, url: proxy.url, timeoutMs }, options)
    careless.find = () => Promise.resolve({ kind: 'OK', value: null })
    await pushOrder(careless, twice)
    await pushOrder(careless, twice)
    await proxy.close()
    const made = (await sales()).filter(({ reference }) => reference === 'TWICE')
    expect(made).toHaveLength(2)
    expect(await pushOrder(connector(), twice)).toEqual({
      kind: 'REFUSED',
      problems: [
        {
          code: 'ERP_REFUSED',
          message: 'tryton: has 2 sales with the reference TWICE: cancel all but one.',
          path: [],
        },
      ],
    })
    const client = new TrytonClient(tryton.site)
    await client.call(
      'sale.sale',
      'cancel',
      made.map(({ id }) => id),
    )
    await client.call(
      'sale.sale',
      'delete',
      made.map(({ id }) => id),
    )
  }, 60_000)

  it('E4: 20 orders, each with a time-out after the server made the sale: 20 sales with our totals, their states read back', async () => {
    let made = 0
    const proxy = await startSwallowingProxy(
      tryton.site.url,
      (method) => method === 'model.sale.sale.create' && made++ < count,
    )
    for (const document of documents) {
      const first = await pushOrder(connector(proxy.url), document)
      expect(first).toMatchObject({ kind: 'RETRY' })
      const second = await pushOrder(connector(proxy.url), document)
      const order = { state: 'CONFIRMED', revision: 1, externalNumber: expect.stringMatching(/^\d+$/) }
      expect(second).toMatchObject({ kind: 'PUSHED', isNew: false, order })
    }
    await proxy.close()

    expect(proxy.swallowed).toHaveLength(count)
    const found = await sales()
    expect(totals(found)).toEqual(ours)
    expect(found.map(({ state }) => state)).toEqual(documents.map(() => 'confirmed'))
  }, 600_000)

  it('pushed again they stay as they are; a later revision replaces the lines, a cancellation cancels', async () => {
    const before = documents.find(({ lines }) => lines.length > 1)
    const [line] = before?.lines ?? []
    if (!before || !line) throw new Error('No document with several lines was drawn.')
    for (const document of documents)
      expect(await pushOrder(connector(), document)).toMatchObject({ kind: 'PUSHED', isNew: false })
    expect(totals(await sales())).toEqual(ours)

    const left = { net: line.net, tax: line.tax, gross: null }
    const revised: OrderDocument = { ...before, revision: 2, lines: [line], totals: left }
    expect(await pushOrder(connector(), revised)).toMatchObject({
      kind: 'PUSHED',
      order: { state: 'CONFIRMED', revision: 2 },
    })
    const [sale] = (await sales()).filter(({ reference }) => reference === before.orderNumber)
    expect(decimal(sale?.untaxed_amount.decimal ?? '0').toFixed()).toBe(decimal(line.net).toFixed())
    const cancelled: OrderDocument = { ...revised, kind: 'CANCELLATION', changes: [revised.orderNumber] }
    expect(await pushOrder(connector(), cancelled)).toMatchObject({
      kind: 'PUSHED',
      order: { state: 'CANCELLED' },
    })
    expect((await sales()).map(({ state }) => state)).toEqual(
      documents.map((document) => (document === before ? 'cancelled' : 'confirmed')),
    )
  }, 300_000)

  it('says what Tryton does not know, and makes nothing; a wrong password is refused, a server that is away is asked again', async () => {
    const [document] = documents
    if (!document) throw new Error('No document was drawn.')
    const unknown = { ...document, orderNumber: 'UNKNOWN', buyer: { ...document.buyer, id: 'nobody' } }
    expect(await pushOrder(connector(), unknown)).toMatchObject({
      kind: 'REFUSED',
      problems: [{ code: 'ERP_CUSTOMER_UNKNOWN', path: ['buyer', 'id'] }],
    })
    const stranger = new TrytonConnector({ ...tryton.site, password: 'wrong' }, options)
    expect(await pushOrder(stranger, unknown)).toEqual({
      kind: 'REFUSED',
      problems: [
        {
          code: 'ERP_REFUSED',
          message: 'tryton: does not let admin in: check user and password.',
          path: [],
        },
      ],
    })
    expect(await pushOrder(connector('http://127.0.0.1:9'), unknown)).toMatchObject({ kind: 'RETRY' })
    expect((await sales()).filter(({ reference }) => reference === 'UNKNOWN')).toEqual([])
  }, 60_000)
})
