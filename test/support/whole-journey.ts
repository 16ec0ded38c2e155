import type { TestApp } from './app.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit, until } from './ordering.ts'
import type { WebhookReceiver } from './webhook-receiver.ts'

/** What a test of isolation must know of the journey. */
export interface Journey {
  orderId: string
  draftId: string
  orderNumber: string
  /** The customer that it was for. */
  secrets: string[]
}

/** Runs a journey as Meridian: one order delivered, one draft, one that waits for its approver; with all that belongs to them. */
export async function runJourney(app: TestApp, receiver: WebhookReceiver): Promise<Journey> {
  const [sales, admin] = [
    await app.signedIn('sales@meridian.example'),
    await app.signedIn('admin@meridian.example'),
  ]
  const buyer = await customer(sales, 'Spreebogen')
  const endpoint = { url: `${receiver.url}/hooks`, eventTypes: ['*'], idempotencyKey: key() }
  await admin.done('webhookEndpointCreate', endpoint, 'webhookEndpoint { id }')
  await admin.done(
    'apiKeyCreate',
    { name: 'ERP', scopes: ['ORDER_READ'], idempotencyKey: key() },
    'apiKey { id }',
  )
  await admin.done(
    'userInvite',
    {
      organizationId: buyer.id,
      email: 'new@spreebogen.example',
      firstName: 'New',
      lastName: 'Person',
      roles: ['CUSTOMER_ADMIN'],
      idempotencyKey: key(),
    },
    'user { id }',
  )
  const offer = await offerOf(sales, '365 business prem')
  const draft = await completeDraft(sales, { customer: buyer, offer })
  const order = await submit(sales, draft)
  const approval = await approvalOf(admin, draft.orderId)
  const decision = { approvalId: approval.id, expectedVersion: approval.version, idempotencyKey: key() }
  await admin.done('approvalApprove', decision, 'approval { id }')
  await until(sales, draft.orderId, ({ status }) => status === 'FULFILLED')
  const { orderId: draftId } = await completeDraft(sales, { customer: buyer, offer })
  const waiting = await completeDraft(sales, { customer: buyer, offer })
  await submit(sales, waiting)
  await approvalOf(admin, waiting.orderId)
  await app.quiet()
  return { orderId: draft.orderId, draftId, orderNumber: order.orderNumber, secrets: [buyer.id] }
}
