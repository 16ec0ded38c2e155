import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, key, offerOf, orderFields, submitInput } from '../support/ordering.ts'

describe('orderSubmit over HTTP', () => {
  let app: TestApp
  let sales: ApiClient
  let buyer: Json
  let offer: Json

  beforeAll(async () => {
    // Longer than the default two seconds: a busy machine would answer some of a hundred before the workers are done.
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    sales = await app.signedIn('sales@meridian.example')
    buyer = await customer(sales, 'Spreebogen')
    offer = await offerOf(sales, '365 business prem')
  })
  afterAll(() => app.close())

  it.each([
    ['with one key', () => '6c1a'],
    ['with a key each', key],
  ])('answers one hundred submits of one order alike, number and all, %s', async (_how, keyOf) => {
    const draft = await completeDraft(sales, { customer: buyer, offer })
    const fields =
      'order { id version status revision orderNumber submittedAt placedAt updatedAt lines { lineNumber quantity } }'
    const submit = () =>
      sales.mutate('orderSubmit', submitInput(draft, `${keyOf()}-${draft.orderId}`), fields)
    const answers = await Promise.all(Array.from({ length: 100 }, submit))
    expect(new Set(answers.map((answer: Json) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0].order.status).toBe('PENDING_APPROVAL')
    expect(answers[0].order.orderNumber).toMatch(/^MC-\d{4}-\d{6}$/)
    expect(answers[0].userErrors).toEqual([])
    await app.quiet()
    const events = await app.sql<{ type: string; count: string }>(
      `SELECT type, count(*) FROM outbox_event WHERE subject_id = $1 AND type IN ('order.submitted', 'order.placed')
       GROUP BY type ORDER BY type`,
      [draft.orderId],
    )
    expect(events).toEqual([
      { type: 'order.placed', count: '1' },
      { type: 'order.submitted', count: '1' },
    ])
  })

  it('serves every field of an order without a top-level error', async () => {
    const draft = await completeDraft(sales, { customer: buyer, offer })
    const { order } = await sales.ask(
      `query ($id: ID!) { order(id: $id) { ${orderFields} type outcome requestedBy { id name email kind }
        contacts { role email phone } provisioning { key value } externalReference invoiceEmail expiresAt clonedFrom
        lines { id offerId offer { id } item { productName paymentModel chargeTiming minQuantity } provisioning { key value }
          setupFee { amount } informationRequest { message requestedAt } failure { code category } priceValidUntil }
        summary { organizationName lines { productName } monthlyRecurring { amount } }
        invoicePreview { sellerName billTo { city } lines { description chargePeriod } recurring { chargePeriod amount { amount } } }
        requiredTerms { id } approvals { id } approvalPreview { outcome reason steps { approvers { name } } problem { code } } } }`,
      { id: draft.orderId },
    )
    expect(order).toMatchObject({
      status: 'DRAFT',
      requestedBy: { email: 'sales@meridian.example', kind: 'USER' },
      approvalPreview: { outcome: 'REQUIRE_APPROVAL', problem: null },
      allowedActions: ['SELECT_ITEMS', 'SET_CONTACTS', 'SET_PROVISIONING', 'SUBMIT', 'CANCEL', 'CLONE'],
    })
    const { orderValidate, orders } = await sales.ask(
      `query ($id: ID!) { orderValidate(orderId: $id) { canSubmit problems { code } }
        orders(first: 5, search: "Spree", where: { status: [DRAFT] }, orderBy: { field: UPDATED_AT }) { nodes { id } } }`,
      { id: draft.orderId },
    )
    expect(orderValidate).toEqual({ canSubmit: true, problems: [] })
    expect(orders.nodes[0]).toEqual({ id: draft.orderId })
  })
})
