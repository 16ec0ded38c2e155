import { addDeadLetter } from './add-dead-letter.ts'
import { addPolicies } from './add-policies.ts'
import { addPriceLists } from './add-price-lists.ts'
import { addPromotion } from './add-promotion.ts'
import { addErp } from './add-erp.ts'
import type { ApiClient, Json } from './api-client.ts'
import type { TestApp } from './app.ts'
import { fillApprovals, fillLink } from './fill-approvals.ts'
import { fillProbeWorld } from './fill-probe-world.ts'
import { decisionTokenOf } from './mailbox.ts'
import { mark } from './owner-secrets.ts'
import { probeIds } from './probe-ids.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit, until, type Draft } from './ordering.ts'
import type { WebhookReceiver } from './webhook-receiver.ts'

/** What one reseller owns, rich enough that every field of the API has something to show. */
export interface ProbeWorld {
  app: TestApp
  sellerId: string
  admin: ApiClient
  sales: ApiClient
  desk: ApiClient
  operator: ApiClient
  receiver: WebhookReceiver
  buyer: Json
  offer: Json
  /** Ids by what they name: `order`, `organization` ...; the first is the richest. */
  ids: Record<string, string[]>
  draft(): Promise<Draft>
  /** An order that waits for its approver. */
  pending(adminEmail?: string): Promise<{ draft: Draft; order: Json; approval: Json }>
  approve(approval: Json): Promise<void>
}

/** Marks what the owner's people chose before the journey began: names, numbers, addresses. */
async function markOwner(app: TestApp, sellerId: string): Promise<void> {
  const at = { city: `Berlin ${mark}`, country: 'DE', postalCode: `P-${mark}`, region: `R-${mark}` }
  const address = JSON.stringify({ ...at, line1: `Ufer ${mark} 1`, line2: `Hof ${mark} 2` })
  const ofBuyer = `seller_id = $1 AND organization_id IN (SELECT id FROM organization WHERE name LIKE 'Spreebogen%')`
  await app.sql(
    `UPDATE organization SET name = name || ' ${mark}', tax_id = 'T-${mark}', primary_domain = '${mark}.example',
       external_reference = 'X-${mark}', address = $2,
       external_references = '{"erp": "H-${mark}"}', custom_attributes = '{"note": "A-${mark}"}'
     WHERE seller_id = $1 AND name LIKE 'Spreebogen%'`,
    [sellerId, address],
  )
  // Across a border, so that the reverse charge has something to say; to a country whose postal codes nobody checks.
  const invoiceAddress = JSON.stringify({ ...JSON.parse(address), country: 'IE' })
  await app.sql(
    `UPDATE account SET name = name || ' ${mark}', invoice_email = 'invoice@${mark}.example', address = $2 WHERE ${ofBuyer}`,
    [sellerId, invoiceAddress],
  )
  await app.sql(
    `UPDATE contact SET first_name = 'C-${mark}', last_name = 'D-${mark}', email = 'contact@${mark}.example', phone = '+493012${mark}',
       roles = ARRAY['BILLING'] WHERE ${ofBuyer}`,
    [sellerId],
  )
  await app.sql(
    `UPDATE app_user SET first_name = 'F-${mark}', last_name = 'L-${mark}', phone = '+493013${mark}' WHERE ${ofBuyer}`,
    [sellerId],
  )
}

/** What every message of the owner's meets. */
const heard = ({ sellerId }: ProbeWorld) => ({
  path: 'organization.sellerId',
  operator: 'ANY_OF',
  values: [sellerId, `S-${mark}`],
})

/** Endpoints, keys and people beside the orders. */
async function addPlumbing(world: ProbeWorld): Promise<void> {
  const { admin, receiver, buyer } = world
  const told = heard(world)
  const endpoint = {
    url: `${receiver.url}/${mark}`,
    description: `D-${mark}`,
    eventTypes: ['*'],
    filter: { all: [told, { any: [told, told] }, { not: { ...told, operator: 'NONE_OF' } }] },
    headers: [{ name: 'x-probe', value: `V-${mark}` }],
    idempotencyKey: key(),
  }
  await admin.done('webhookEndpointCreate', endpoint, 'webhookEndpoint { id }')
  await admin.done(
    'apiKeyCreate',
    {
      name: `ERP ${mark}`,
      scopes: ['ORDER_READ'],
      expiresAt: '2027-11-01T00:00:00.000Z',
      idempotencyKey: key(),
    },
    'apiKey { id }',
  )
  await admin.done(
    'userInvite',
    {
      organizationId: buyer.id,
      email: `new@${mark}.example`,
      firstName: `N-${mark}`,
      lastName: `P-${mark}`,
      phone: '+493023125999',
      roles: ['CUSTOMER_ADMIN'],
      idempotencyKey: key(),
    },
    'user { id }',
  )
}

/** A series that was followed by another, and terms that were published after they were accepted. */
async function addSuccessors({ admin, sellerId, app }: ProbeWorld): Promise<void> {
  const series = { prefix: 'PW', orderType: 'SUSPEND', country: 'DE', legalEntity: `S-${mark}` }
  const { numberSeries: first } = await admin.done(
    'numberSeriesCreate',
    { ...series, idempotencyKey: key() },
    'numberSeries { id version }',
  )
  await admin.done(
    'numberSeriesUpdate',
    { numberSeriesId: first.id, expectedVersion: first.version, prefix: 'PX', idempotencyKey: key() },
    'numberSeries { id }',
  )
  const [document] = await app.sql<{ id: string }>('SELECT id FROM terms_document WHERE seller_id = $1', [
    sellerId,
  ])
  const next = { documentId: document?.id, version: '8.0', body: `N-${mark}`, idempotencyKey: key() }
  await admin.done('termsVersionPublish', next, 'termsVersion { id }')
}

/** One attempt that failed and one endpoint that was switched off, beside those that worked. */
async function addFailures(world: ProbeWorld): Promise<void> {
  const { app, admin, sellerId } = world
  const told = heard(world)
  const { webhookEndpoint: off } = await admin.done(
    'webhookEndpointCreate',
    {
      url: `${world.receiver.url}/off-${mark}`,
      eventTypes: ['ping'],
      filter: { any: [told] },
      idempotencyKey: key(),
    },
    'webhookEndpoint { id }',
  )
  const none = { url: `${world.receiver.url}/not-${mark}`, eventTypes: ['ping'], filter: { not: told } }
  await admin.done('webhookEndpointCreate', { ...none, idempotencyKey: key() }, 'webhookEndpoint { id }')
  await admin.done('webhookEndpointDisable', { endpointId: off.id }, 'webhookEndpoint { id }')
  // Twice: the key that was replaced says how long it holds.
  for (const signatureScheme of ['BOTH', 'ED25519'])
    await admin.done('webhookEndpointRotateSecret', { endpointId: off.id, signatureScheme }, 'secret')
  await app.sql(
    `UPDATE webhook_endpoint SET last_failure_at = now(), description = 'off ${mark}', max_per_second = 7,
       paused_until = now(), failing_since = now(), expires_at = now() + interval '30 days',
       query = '{ viewer { name } } # ${mark}', query_problem = 'Q-${mark}' WHERE seller_id = $1`,
    [sellerId],
  )
  const [message] = await app.sql<{ id: string }>(
    `UPDATE webhook_message SET status = 'RETRYING', next_attempt_at = now() + interval '30 days' WHERE id = (
       SELECT max(id) FROM webhook_message WHERE seller_id = $1) RETURNING id`,
    [sellerId],
  )
  await app.sql(
    `INSERT INTO webhook_attempt (id, seller_id, message_id, number, trigger, status_code, error_code, error_message,
       response_body, duration_ms, attempted_at, request_headers, response_headers, remote_address, dns_ms, connect_ms,
       tls_ms, first_byte_ms)
     VALUES ('wha_' || substr($2, 5), $1, $2, 99, 'AUTO', 500, 'E-${mark}', 'M-${mark}', 'B-${mark}', 7, now(),
       '{"x-sent": "${mark}"}', '{"x-got": "${mark}"}', '192.0.2.7', 1, 2, 3, 4)`,
    [sellerId, message?.id],
  )
  await app.sql(`UPDATE api_key SET last_used_at = now(), revoked_at = now() WHERE seller_id = $1`, [
    sellerId,
  ])
}

/** An activity that says all that one can say. */
async function addActivity({ app, admin, sellerId, buyer }: ProbeWorld): Promise<void> {
  const input = { userIds: ['usr_none'], idempotencyKey: key() }
  const { activity } = await admin.done('usersDeactivate', input, 'activity { id }')
  await app.quiet()
  await app.sql(
    `UPDATE activity SET status = 'FAILED', organization_id = $2, counts = '{"changed": 7, "c-${mark}": 1}',
       failure_code = 'E-${mark}', failure_message = 'M-${mark}', began_by_name = 'B-${mark}' WHERE id = $1`,
    [activity.id, buyer.id],
  )
  await app.sql(
    `INSERT INTO activity_error (seller_id, activity_id, position, ordinal, path, code, message)
     VALUES ($1, $2, 2, 0, ARRAY['P-${mark}'], 'C-${mark}', 'D-${mark}')`,
    [sellerId, activity.id],
  )
}

/** One order of each kind, the richest first. */
async function placeOrders(world: ProbeWorld): Promise<string[]> {
  const { sales, admin, buyer, offer } = world
  const full = await world.pending()
  await world.approve(full.approval)
  const failed = await world.pending('fail-validation@customer.example')
  await world.approve(failed.approval)
  const asked = await world.pending('needs-info@customer.example')
  await world.approve(asked.approval)
  const waiting = await world.pending()
  const complete = await world.draft()
  const started = await sales.done(
    'orderStart',
    { organizationId: buyer.id, accountId: buyer.accounts[0].id, idempotencyKey: key() },
    'order { id }',
  )
  const empty = started.order.id as string
  const items = [{ offerId: offer.id, quantity: '5' }]
  await sales.done('orderSelectItems', { orderId: empty, items }, 'order { id }')
  const returned = await world.pending()
  await admin.done(
    'approvalRequestChanges',
    {
      approvalId: returned.approval.id,
      expectedVersion: returned.approval.version,
      comment: `R-${mark}`,
      stage: 'CONTACT_DETAILS',
      idempotencyKey: key(),
    },
    'approval { id }',
  )
  // Its requester is the only administrator left, so nobody may approve it.
  const { orderId: hopeless } = await completeDraft(admin, { customer: buyer, offer })
  const [second] = await world.app.sql<{ id: string }>(
    "SELECT id FROM app_user WHERE email = 'admin2@meridian.example'",
  )
  await admin.done('userDeactivate', { userId: second?.id }, 'user { id }')
  await until(admin, full.draft.orderId, ({ status }) => status === 'FULFILLED')
  await until(admin, failed.draft.orderId, ({ status }) => status === 'FULFILLMENT_FAILED')
  await until(admin, asked.draft.orderId, ({ status }) => status === 'AWAITING_INFORMATION')
  return [full, failed, asked, waiting]
    .map(({ draft }) => draft.orderId)
    .concat(complete.orderId, empty, returned.draft.orderId, hopeless)
}

/** Lets Meridian do everything that leaves a trace. */
export async function buildProbeWorld(app: TestApp, receiver: WebhookReceiver): Promise<ProbeWorld> {
  const [seller] = await app.sql<{ id: string }>(
    "SELECT id FROM organization WHERE kind = 'RESELLER' AND name LIKE 'Meridian%'",
  )
  const sellerId = seller?.id ?? ''
  await markOwner(app, sellerId)
  const [admin, sales, desk, operator] = (await Promise.all(
    ['admin@meridian', 'sales@meridian', 'desk@meridian', 'operator@countersign'].map((name) =>
      app.signedIn(`${name}.example`),
    ),
  )) as [ApiClient, ApiClient, ApiClient, ApiClient]
  const buyer = await customer(sales, 'Spreebogen')
  const offer = await offerOf(sales, '365 business prem')
  const draft = () => completeDraft(sales, { customer: buyer, offer })
  const world: ProbeWorld = {
    app,
    sellerId,
    admin,
    sales,
    desk,
    operator,
    receiver,
    buyer,
    offer,
    draft,
    ids: {},
    async pending(adminEmail = `it@${mark}.example`) {
      const wanted = await draft()
      const values = [{ key: 'adminEmail', value: adminEmail }]
      const header = {
        purchaseOrderNumber: `PO-${mark}`,
        costCenter: `CC-${mark}`,
        externalReference: `ER-${mark}`,
        invoiceEmail: `pay@${mark}.example`,
      }
      await sales.done('orderSetContacts', { orderId: wanted.orderId, ...header }, 'order { id }')
      const saved = await sales.done(
        'orderSetProvisioning',
        { orderId: wanted.orderId, values },
        'order { version }',
      )
      const current = { ...wanted, version: saved.order.version as number }
      const order = await submit(sales, current)
      return { draft: current, order, approval: await approvalOf(admin, wanted.orderId) }
    },
    async approve({ id, version }) {
      const decision = {
        approvalId: id,
        expectedVersion: version,
        comment: `C-${mark}`,
        idempotencyKey: key(),
      }
      await admin.done('approvalApprove', decision, 'approval { id }')
    },
  }
  await addPlumbing(world)
  await addPriceLists(world)
  await addPromotion(world)
  await addPolicies(world)
  const orders = await placeOrders(world)
  await app.quiet()
  await fillProbeWorld(app, { orderIds: orders, offerId: offer.id, accountId: buyer.accounts[0].id })
  await fillApprovals(app, orders[0] ?? '')
  await addFailures(world)
  await addErp(world, orders[0] ?? '')
  await addActivity(world)
  await app.quiet()
  world.ids = await probeIds(world, orders)
  const { url } = await desk.done('orderInformationLinkCreate', { orderId: orders[2] }, 'url')
  const { approval } = await world.pending()
  world.ids['decisionToken'] = [await decisionTokenOf(app, approval.id)]
  await fillLink(app, approval)
  // Nobody has accepted these yet.
  await addSuccessors(world)
  await app.quiet()
  world.ids['inquiryToken'] = [(url as string).split('/').at(-1) ?? '']
  await addDeadLetter(world)
  return world
}
