import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit, until } from '../support/ordering.ts'
import { ownersRows } from '../support/owner-secrets.ts'

const root = 'urn:oasis:names:specification:ubl:schema:xsd'

interface Said {
  code: string
  documentId: string
  note?: string
  lines?: Array<[lineNumber: number, code: string]>
}

function document({ code, documentId, note, lines = [] }: Said): string {
  const ofLines = lines.map(
    ([number, status]) =>
      `<a:OrderLine><a:LineItem><b:ID>${number}</b:ID><b:LineStatusCode>${status}</b:LineStatusCode></a:LineItem></a:OrderLine>`,
  )
  return `<r:OrderResponse xmlns:r="${root}:OrderResponse-2" xmlns:a="${root}:CommonAggregateComponents-2" xmlns:b="${root}:CommonBasicComponents-2">
    <b:ID>OR-${documentId}-${code}</b:ID><b:SalesOrderID>S00017</b:SalesOrderID><b:IssueDate>2026-11-27</b:IssueDate>
    <b:OrderResponseCode>${code}</b:OrderResponseCode>${note ? `<b:Note>${note}</b:Note>` : ''}
    <a:OrderReference><b:ID>${documentId}</b:ID></a:OrderReference>${ofLines.join('')}</r:OrderResponse>`
}

/** An ERP that decides on orders and delivers them, in UBL. */
describe('the answer to an order, over HTTP', () => {
  let app: TestApp
  let sales: ApiClient
  let admin: ApiClient
  let sellerId: string
  let erp: string
  let stranger: string
  let buyer: Json
  let offer: Json

  const keyWith = async (client: ApiClient, scopes: string[]) => {
    const input = { name: `ERP ${key()}`, scopes, idempotencyKey: key() }
    return client.done('apiKeyCreate', input, 'apiKey { id } secret')
  }

  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    sales = await app.signedIn('sales@meridian.example')
    admin = await app.signedIn('admin@meridian.example')
    const scopes = ['ORDER_READ', 'ORDER_FULFIL', 'APPROVAL_READ', 'APPROVAL_DECIDE']
    const made = await keyWith(admin, scopes)
    erp = made.secret as string
    stranger = (await keyWith(await app.signedIn('admin@harbor.example'), scopes)).secret as string
    const anyOf = [{ kind: 'EXTERNAL', userId: made.apiKey.id }]
    const steps = [{ position: 1, allOf: [{ anyOf, minimumApprovals: 1 }] }]
    const policy = { name: 'The ERP decides', definition: { effect: 'REQUIRE_APPROVAL', steps } }
    await admin.done('approvalPolicyCreate', { ...policy, idempotencyKey: key() }, 'policy { id }')
    buyer = await customer(sales, 'Spreebogen')
    offer = await offerOf(sales, '365 business prem')
    const [row] = await app.sql<{ id: string }>(
      "SELECT seller_id AS id FROM app_user WHERE email = 'sales@meridian.example'",
    )
    sellerId = row?.id ?? ''
  })
  afterAll(() => app.close())

  async function send(body: string, bearer: string | null = erp, more: Record<string, string> = {}) {
    const response = await fetch(`${app.url}/orders/responses`, {
      method: 'POST',
      headers: {
        'content-type': 'application/xml',
        ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
        ...more,
      },
      body,
    })
    return { status: response.status, body: (await response.json()) as Json }
  }
  /** A key remembers when it was used. */
  const rows = async () => {
    const { api_key: _used, ...others } = await ownersRows(app, sellerId)
    return others
  }
  const codesOf = ({ status, body }: { status: number; body: Json }) => [
    status,
    ...(body.errors as Json[]).map(({ extensions }) => extensions.code as string),
  ]

  async function pending(): Promise<{ orderId: string; documentId: string }> {
    const draft = await completeDraft(sales, { customer: buyer, offer })
    await submit(sales, draft)
    await approvalOf(admin, draft.orderId)
    const { orderNumber } = await until(sales, draft.orderId, ({ status }) => status === 'PENDING_APPROVAL')
    return { orderId: draft.orderId, documentId: orderNumber as string }
  }

  /** Only a vendor moves it here; far into the future, so that no worker takes it up. */
  async function running(): Promise<{ orderId: string; documentId: string }> {
    const order = await pending()
    await app.sql(
      "UPDATE orders SET status = 'IN_FULFILLMENT', updated_at = now() + interval '9 days' WHERE id = $1",
      [order.orderId],
    )
    await app.sql("UPDATE order_line SET status = 'IN_PROGRESS' WHERE order_id = $1", [order.orderId])
    return order
  }

  it('AP approves what waits for it, once: a repeat is answered with the order as it is then', async () => {
    const { orderId, documentId } = await pending()
    const accepted = document({ code: 'AP', documentId, note: 'Agreed' })
    const first = await send(accepted)
    expect(first).toMatchObject({
      status: 200,
      body: {
        order: { id: orderId, orderNumber: documentId, status: 'APPROVED', lines: [{ lineNumber: 1 }] },
      },
    })
    await until(sales, orderId, ({ status }) => status === 'FULFILLED')
    expect((await send(accepted)).body.order).toMatchObject({ id: orderId, status: 'FULFILLED' })
    const decisions = await app.sql(
      `SELECT d.kind, d.comment FROM approval_decision d JOIN approval_request r ON r.id = d.request_id WHERE r.order_id = $1`,
      [orderId],
    )
    expect(decisions).toEqual([{ kind: 'APPROVE', comment: 'Agreed' }])
    const otherwise = await send(document({ code: 'RE', documentId }), erp, {
      'idempotency-key': `${documentId}/OR-${documentId}-AP`,
    })
    expect(codesOf(otherwise)).toEqual([409, 'IDEMPOTENCY_KEY_REUSED'])
  })

  it('RE rejects it, CA sends it back', async () => {
    const rejected = await pending()
    await send(document({ code: 'RE', documentId: rejected.documentId, note: 'No budget' }))
    expect(await until(sales, rejected.orderId, () => true)).toMatchObject({
      status: 'REJECTED',
      statusReason: 'No budget',
    })
    const returned = await pending()
    const lines: Said['lines'] = [[1, '3']]
    await send(document({ code: 'CA', documentId: returned.documentId, note: 'Take 4', lines }))
    expect(await until(sales, returned.orderId, () => true)).toMatchObject({
      status: 'CHANGES_REQUESTED',
      statusReason: 'Take 4',
    })
  })

  it('delivers and fails lines', async () => {
    const delivered = await running()
    const lines: Said['lines'] = [[1, '42']]
    const answer = await send(document({ code: 'CA', documentId: delivered.documentId, lines }))
    expect(answer.body.order).toMatchObject({ lines: [{ lineNumber: 1, status: 'FULFILLED' }] })
    const { lines: seen } = await until(sales, delivered.orderId, () => true)
    expect(seen).toMatchObject([{ status: 'FULFILLED', vendorReference: 'S00017/1' }])
    const failed = await running()
    const refused = await send(document({ code: 'RE', documentId: failed.documentId, note: 'No stock' }))
    expect(refused.body.order).toMatchObject({ lines: [{ lineNumber: 1, status: 'FAILED' }] })
  })

  it('that only acknowledges changes nothing', async () => {
    const { documentId } = await pending()
    await app.quiet()
    const before = await rows()
    const answer = await send(document({ code: 'AB', documentId }))
    expect(answer.body.order).toMatchObject({ status: 'PENDING_APPROVAL' })
    const after = await rows()
    expect(Object.keys(after).filter((table) => after[table] !== before[table])).toEqual(['idempotency_key'])
  })

  it('is refused in HTTP’s words, and nothing changes', async () => {
    const { documentId } = await running()
    const weak = (await keyWith(admin, ['ORDER_READ'])).secret as string
    await app.quiet()
    const before = await rows()
    const rejected = document({ code: 'RE', documentId })
    const lines: Said['lines'] = [[1, '3']]
    const tries: Array<[body: string, bearer: string | null, status: number, code: string]> = [
      [rejected, null, 401, 'UNAUTHENTICATED'],
      [rejected, stranger, 404, 'NOT_FOUND'],
      [rejected, weak, 403, 'FORBIDDEN'],
      [document({ code: 'RE', documentId: `${documentId}-R2` }), erp, 409, 'ORDER_RESPONSE_OUTDATED'],
      [document({ code: 'CA', documentId, lines }), erp, 422, 'ORDER_RESPONSE_CHANGES'],
      [document({ code: 'XX', documentId }), erp, 422, 'UNKNOWN_CODE'],
      ['<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', erp, 422, 'XML_DOCTYPE_FORBIDDEN'],
      [rejected.replaceAll('OrderResponse', 'Order'), erp, 422, 'NOT_AN_ORDER_RESPONSE'],
    ]
    for (const [body, bearer, status, code] of tries)
      expect(codesOf(await send(body, bearer))).toEqual([status, code])
    expect(codesOf(await send('{}', erp, { 'content-type': 'application/json' }))).toEqual([
      415,
      'MEDIA_TYPE_UNKNOWN',
    ])
    expect(await rows()).toEqual(before)
  })
})
