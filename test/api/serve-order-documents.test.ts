import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { peppolProblems } from '../../integrations/erp/peppol.rules.ts'
import { readXml } from '../../integrations/erp/read-xml.ts'
import { findAll, textAt } from '../../integrations/erp/xml-element.ts'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, key, offerOf, submit } from '../support/ordering.ts'

describe('an order as a document over HTTP', () => {
  let app: TestApp
  let sales: ApiClient
  let order: Json
  let draftId: string
  let secret: string
  let stranger: string

  const keyOf = async (email: string, scopes: string[]): Promise<string> => {
    const admin = await app.signedIn(email)
    const input = { name: `ERP ${key()}`, scopes, idempotencyKey: key() }
    return (await admin.done('apiKeyCreate', input, 'apiKey { id } secret')).secret as string
  }
  const get = (path: string, bearer: string | null = secret) =>
    fetch(`${app.url}/orders/${path}`, { headers: bearer ? { authorization: `Bearer ${bearer}` } : {} })

  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    sales = await app.signedIn('sales@meridian.example')
    const buyer = await customer(sales, 'Spreebogen')
    const offer = await offerOf(sales, '365 business prem')
    order = await submit(sales, await completeDraft(sales, { customer: buyer, offer, quantity: '7' }))
    draftId = (await completeDraft(sales, { customer: buyer, offer })).orderId
    secret = await keyOf('admin@meridian.example', ['ORDER_READ'])
    stranger = await keyOf('admin@harbor.example', ['ORDER_READ'])
  })
  afterAll(() => app.close())

  it('is UBL with the amounts of the order', async () => {
    const answer = await get(`${order.id}/document.xml`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/xml; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${order.orderNumber}.xml"`)
    const root = readXml(await answer.text())
    const [line] = findAll(root, 'cac:OrderLine/cac:LineItem')
    expect(root.name).toBe('Order')
    expect(textAt(root, 'cbc:ID')).toBe(order.orderNumber)
    expect(textAt(root, 'cbc:CustomerReference')).toBe('PO-1')
    expect(line && textAt(line, 'cbc:Quantity')).toBe('7')
    expect(line && textAt(line, 'cbc:LineExtensionAmount')).toBe(order.lines[0].lineTotal.amount)
    // Demo companies have no electronic addresses: the document does not say that it were Peppol's.
    expect(textAt(root, 'cbc:ProfileID')).toBeNull()
    const missing = peppolProblems(root).filter(({ flag }) => flag === 'FATAL')
    expect([...new Set(missing.map(({ code }) => code))]).toEqual(['PEPPOL-T01-NEEDED'])
  })

  it('is CSV of the same lines', async () => {
    const answer = await get(`${order.id}/document.csv`)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    const rows: Array<Record<string, string>> = parse(await answer.text(), { columns: true })
    expect(rows).toMatchObject([
      {
        orderNumber: order.orderNumber,
        lineNumber: '1',
        quantity: '7',
        net: order.lines[0].lineTotal.amount,
      },
    ])
  })

  it.each([
    ['nobody', null, 401, 'UNAUTHENTICATED'],
    ['another reseller', 'stranger', 404, 'NOT_FOUND'],
  ])('is refused to %s', async (_, who, status, code) => {
    for (const format of ['xml', 'csv']) {
      const answer = await get(`${order.id}/document.${format}`, who && stranger)
      expect(answer.status).toBe(status)
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code } }] })
    }
  })

  it('is refused to a key that may not read orders', async () => {
    const other = await keyOf('admin@meridian.example', ['CATALOG_READ'])
    const answer = await get(`${order.id}/document.xml`, other)
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] })
  })

  it('is there once the order has its number', async () => {
    const answer = await get(`${draftId}/document.xml`)
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'ORDER_NOT_PLACED' } }] })
    expect((await get('ord_missing/document.xml')).status).toBe(404)
    expect((await get(`${order.id}/document.pdf`)).status).toBe(404)
  })
})
