import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backends, startApp, type TestApp } from '../support/app.ts'
import type { ApiClient, Json } from '../support/api-client.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit, until } from '../support/ordering.ts'

describe.each(backends())('a first order on %s queues', (backend) => {
  let app: TestApp
  let sales: ApiClient
  let admin: ApiClient
  let buyer: Json
  let offer: Json

  beforeAll(async () => {
    app = await startApp({ backend })
    sales = await app.signedIn('sales@meridian.example')
    admin = await app.signedIn('admin@meridian.example')
    buyer = await customer(sales, 'Spreebogen')
    offer = await offerOf(sales, '365 business prem')
  })
  afterAll(() => app.close())

  it('is approved, provisioned and numbered', async () => {
    const draft = await completeDraft(sales, { customer: buyer, offer })
    const order = await submit(sales, draft)
    expect(order.orderNumber).toBe(`MC-${new Date().getFullYear()}-000001`)

    const approval = await approvalOf(admin, draft.orderId)
    const decided = await admin.done(
      'approvalApprove',
      {
        approvalId: approval.id,
        expectedVersion: approval.version,
        idempotencyKey: key(),
        comment: 'Budgeted',
      },
      'approval { status } order { status }',
    )
    expect(decided).toMatchObject({ approval: { status: 'APPROVED' }, order: { status: 'APPROVED' } })

    const fulfilled = await until(sales, draft.orderId, ({ status }) => status === 'FULFILLED')
    expect(fulfilled.orderNumber).toBe(order.orderNumber)
  })

  it('keeps the terms that were accepted with it, by version and revision', async () => {
    const draft = await completeDraft(sales, { customer: buyer, offer })
    const terms =
      'query ($id: ID!) { order(id: $id) { requiredTerms { id } termsAcceptances { orderId orderRevision termsVersion { id } } } }'
    const before = (await sales.ask(terms, { id: draft.orderId })).order
    expect(before.termsAcceptances).toEqual([])

    await submit(sales, draft)
    const { termsAcceptances } = (await sales.ask(terms, { id: draft.orderId })).order
    const accepted = new Set(termsAcceptances.map(({ termsVersion }: Json) => termsVersion.id))
    expect(accepted).toEqual(new Set(before.requiredTerms.map(({ id }: Json) => id)))
    expect(termsAcceptances).toHaveLength(3)
    for (const acceptance of termsAcceptances)
      expect(acceptance).toMatchObject({ orderId: draft.orderId, orderRevision: 1 })
  })
})
