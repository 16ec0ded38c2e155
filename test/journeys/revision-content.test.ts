import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiClient, type Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit, type Draft } from '../support/ordering.ts'

describe('what an approval decides on', () => {
  let app: TestApp
  let sales: ApiClient
  let admin: ApiClient
  let offer: Json
  let draft: Draft
  let first: Json
  let second: Json
  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    sales = await app.signedIn('sales@meridian.example')
    admin = await app.signedIn('admin@meridian.example')
    const buyer = await customer(sales, 'Spreebogen')
    offer = await offerOf(sales, '365 business prem')
    draft = await completeDraft(sales, { customer: buyer, offer })
    await submit(sales, draft)
    first = await approvalOf(admin, draft.orderId)
  })
  afterAll(() => app.close())

  const contents = async (client: ApiClient) => {
    const { approvals } = await client.ask(
      'query ($orderId: ID!) { approvals(first: 5, where: { orderId: $orderId }) { nodes { id revision content } } }',
      { orderId: draft.orderId },
    )
    return (approvals.nodes as Json[]).map(({ id, revision, content }) => ({
      id,
      revision,
      told: content && [content.id, content.revision, content.lines.map(({ quantity }: Json) => quantity)],
    }))
  }

  async function resubmitted(quantity: string): Promise<void> {
    const { orderId, termsVersionIds } = draft
    const returned = { approvalId: first.id, expectedVersion: first.version, idempotencyKey: key() }
    await admin.done('approvalRequestChanges', { ...returned, comment: 'More' }, 'order { id }')
    await sales.done(
      'orderSelectItems',
      { orderId, items: [{ offerId: offer.id, quantity }] },
      'order { id }',
    )
    const { order } = await sales.done('orderSetProvisioning', { orderId }, 'order { version }')
    const terms = { acceptedVersionIds: termsVersionIds }
    const input = { orderId, expectedVersion: order.version, idempotencyKey: key(), terms }
    await sales.done('orderSubmitForApproval', input, 'order { id }')
    second = await approvalOf(admin, orderId)
  }

  it('is the order as it was submitted at that revision, whatever it became since', async () => {
    const { orderId } = draft
    const submitted = { id: first.id, revision: 1, told: [orderId, 1, ['5']] }
    expect(await contents(admin)).toEqual([submitted])
    await resubmitted('7')
    expect(await contents(admin)).toEqual([
      { id: second.id, revision: 2, told: [orderId, 2, ['7']] },
      submitted,
    ])
  })

  it('is told to approvers who may not read the audit chain, and costs one query for all', async () => {
    const approver = await app.signedIn('approver@meridian.example')
    const before = app.statements.filter((one) => one.includes('"audit_entry"')).length
    expect((await contents(approver)).map(({ revision }) => revision)).toEqual([2, 1])
    expect(app.statements.filter((one) => one.includes('"audit_entry"')).length - before).toBe(1)
    const { errors } = await approver.request('{ auditEvents(first: 1) { nodes { eventId } } }')
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })

  it('is not told to whoever may read approvals and not orders', async () => {
    const made = { name: 'Reads approvals', scopes: ['APPROVAL_READ'], idempotencyKey: key() }
    const { secret } = await admin.done('apiKeyCreate', made, 'apiKey { id } secret')
    expect(await contents(new ApiClient(app.url, secret))).toEqual([
      { id: second.id, revision: 2, told: null },
      { id: first.id, revision: 1, told: null },
    ])
  })
})
