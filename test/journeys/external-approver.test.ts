import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit } from '../support/ordering.ts'
import { ownersRows } from '../support/owner-secrets.ts'
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

/** An ERP as an approver: it hears by webhook that a step asks it, and answers over HTTP with its API key. */
describe('another system that a step asks', () => {
  let app: TestApp
  let receiver: WebhookReceiver
  let sales: ApiClient
  let admin: ApiClient
  let sellerId: string
  let erp: { id: string; key: string }
  let stranger: string
  let buyer: Json
  let offer: Json

  const keyWith = async (client: ApiClient, scopes: string[]) => {
    const input = { name: `ERP ${key()}`, scopes, idempotencyKey: key() }
    const { apiKey, secret } = await client.done('apiKeyCreate', input, 'apiKey { id } secret')
    return { id: apiKey.id as string, key: secret as string }
  }

  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    receiver = await startReceiver()
    sales = await app.signedIn('sales@meridian.example')
    admin = await app.signedIn('admin@meridian.example')
    const harbor = await app.signedIn('admin@harbor.example')
    buyer = await customer(sales, 'Spreebogen')
    offer = await offerOf(sales, '365 business prem')
    erp = await keyWith(admin, ['APPROVAL_DECIDE', 'APPROVAL_READ', 'ORDER_READ'])
    stranger = (await keyWith(harbor, ['APPROVAL_DECIDE', 'APPROVAL_READ', 'ORDER_READ'])).key
    const types = ['approval.step_activated']
    const hook = { url: receiver.url, eventTypes: types, idempotencyKey: key() }
    await admin.done('webhookEndpointCreate', hook, 'webhookEndpoint { id }')
    const anyOf = [{ kind: 'EXTERNAL', userId: erp.id }]
    const steps = [{ position: 1, allOf: [{ anyOf, minimumApprovals: 1 }] }]
    const made = {
      name: 'The ERP decides',
      definition: { effect: 'REQUIRE_APPROVAL', steps },
      idempotencyKey: key(),
    }
    await admin.done('approvalPolicyCreate', made, 'policy { id }')
    const [row] = await app.sql<{ id: string }>(
      "SELECT seller_id AS id FROM app_user WHERE email = 'sales@meridian.example'",
    )
    sellerId = row?.id ?? ''
  })
  afterAll(async () => {
    await receiver.close()
    await app.close()
  })

  async function answer(approvalId: string, body: unknown, bearer: string | null = erp.key, more: Json = {}) {
    const response = await fetch(`${app.url}/approvals/${approvalId}/decisions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
        ...more,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Json }
  }

  async function pending(): Promise<{ orderId: string; approval: Json }> {
    const wanted = await completeDraft(sales, { customer: buyer, offer })
    await submit(sales, wanted)
    return { orderId: wanted.orderId, approval: await approvalOf(admin, wanted.orderId) }
  }

  it('hears of it, decides over HTTP with what it heard, and a repeat is answered alike', async () => {
    const { orderId } = await pending()
    await app.quiet()
    const events: Json[] = receiver.requests.map(({ body }) => JSON.parse(body.toString()))
    const heard = events.filter(({ data }) => data.order.id === orderId)
    expect(heard.map(({ data }) => data.step.approvers.map((one: Json) => one.id))).toEqual([[erp.id]])
    const { id, version } = heard[0].data.approval
    const decision = { decision: 'APPROVE', expectedVersion: version, comment: 'Budget 4711' }
    const first = await answer(id, decision)
    expect(first).toMatchObject({
      status: 200,
      body: {
        approval: { id, status: 'APPROVED', version: version + 1 },
        order: { id: orderId, status: 'APPROVED' },
      },
    })
    const again = await answer(id, decision)
    expect([again.status, again.body.approval]).toEqual([200, first.body.approval])
    const other = await answer(id, { ...decision, comment: 'Other' })
    expect([other.status, other.body.errors[0].extensions.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED'])
    const decisions = await app.sql('SELECT kind, comment FROM approval_decision WHERE request_id = $1', [id])
    expect(decisions).toEqual([{ kind: 'APPROVE', comment: 'Budget 4711' }])
  })

  it('is refused in HTTP’s words where it may not, and nothing changes', async () => {
    const { approval } = await pending()
    const { id, version: expectedVersion } = approval
    const yes = { decision: 'APPROVE', expectedVersion }
    const session = admin.token
    await app.quiet()
    const before = await ownersRows(app, sellerId)
    const tries: Array<[body: unknown, bearer: string | null, status: number, code: string]> = [
      [yes, null, 401, 'UNAUTHENTICATED'],
      [yes, 'cs_nobody', 401, 'UNAUTHENTICATED'],
      [yes, stranger, 404, 'NOT_FOUND'],
      [yes, session, 422, 'APPROVAL_NOT_ELIGIBLE'],
      [{ ...yes, expectedVersion: expectedVersion + 1 }, erp.key, 409, 'VERSION_CONFLICT'],
      [{ ...yes, decision: 'REJECT' }, erp.key, 422, 'COMMENT_REQUIRED'],
      [{ ...yes, decision: 'MAYBE' }, erp.key, 400, 'INVALID_INPUT'],
      [{ ...yes, force: true }, erp.key, 400, 'INVALID_INPUT'],
      [{ ...yes, comment: 'a\u0000b' }, erp.key, 400, 'INVALID_CHARACTERS'],
      ['{"decision":', erp.key, 400, 'BAD_REQUEST'],
      ['x'.repeat(30_000), erp.key, 400, 'BAD_REQUEST'],
    ]
    for (const [body, bearer, status, code] of tries) {
      const answered = await answer(id as string, body, bearer)
      expect([answered.status, answered.body.errors[0].extensions.code]).toEqual([status, code])
    }
    expect(await ownersRows(app, sellerId)).toEqual(before)
  })

  it('returns an order for changes to a line', async () => {
    const { orderId, approval } = await pending()
    const body = {
      decision: 'REQUEST_CHANGES',
      expectedVersion: approval.version,
      comment: 'Fewer, please.',
      stage: 'SELECT_ITEMS',
      lineNumbers: [1],
    }
    const { body: told } = await answer(approval.id as string, body)
    expect(told.order).toMatchObject({ id: orderId, status: 'CHANGES_REQUESTED' })
  })
})
