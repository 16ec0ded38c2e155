import { addDeadLetter } from './add-dead-letter.ts'
import type { ApiClient, Json } from './api-client.ts'
import type { TestApp } from './app.ts'
import { mark } from './owner-secrets.ts'
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
       external_reference = 'X-${mark}', address = $2
     WHERE seller_id = $1 AND name LIKE 'Spreebogen%'`,
    [sellerId, address],
  )
  await app.sql(
    `UPDATE account SET name = name || ' ${mark}', invoice_email = 'invoice@${mark}.example', address = $2 WHERE ${ofBuyer}`,
    [sellerId, address],
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

/** What no journey leads to, and the catalog's rare columns: written as superuser. */
async function fillTheRest(app: TestApp, orderIds: string[], offerId: string): Promise<void> {
  const [rich, failed] = orderIds
  const statements: Array<[text: string, values?: Json[]]> = [
    [
      `UPDATE orders SET expires_at = now() + interval '9 days', cloned_from = $2, status_reason = 'reason ${mark}', outcome = 'COMPLETE' WHERE id = $1`,
      [rich, failed],
    ],
    [
      `UPDATE order_line SET parent_line_number = 1, provisioning = '{"note": "${mark}"}' WHERE order_id = $1`,
      [rich],
    ],
    [`UPDATE cloud_subscription SET commitment_end_date = '2027-11-01', next_billing_date = '2026-12-01'`],
    // So that one quantity can be priced of every offer.
    ['UPDATE offer SET min_quantity = 1, quantity_step = 1'],
    [`UPDATE vendor SET website = 'https://vendor.example'`],
    [
      `UPDATE offer SET max_quantity = 500, add_on_of = ARRAY['ADD'], excludes = ARRAY['NOT'] WHERE id = (
         SELECT max(id) FROM offer WHERE id <> $1)`,
      [offerId],
    ],
    [
      `UPDATE terms_acceptance SET canonical = replace(canonical, '"', '“') WHERE id = (
         SELECT max(id) FROM terms_acceptance WHERE order_id = $1)`,
      [failed],
    ],
  ]
  // Sealed evidence cannot be changed by anybody but who takes the trigger away.
  await app.sql('ALTER TABLE terms_acceptance DISABLE TRIGGER sealed_evidence_is_final')
  for (const [text, values] of statements) await app.sql(text, values)
  await app.sql('ALTER TABLE terms_acceptance ENABLE TRIGGER sealed_evidence_is_final')
}

/** Endpoints, keys and people beside the orders. */
async function addPlumbing(world: ProbeWorld): Promise<void> {
  const { admin, receiver, buyer } = world
  const endpoint = {
    url: `${receiver.url}/${mark}`,
    description: `D-${mark}`,
    eventTypes: ['*'],
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

/** One attempt that failed and one endpoint that was switched off, beside those that worked. */
async function addFailures(world: ProbeWorld): Promise<void> {
  const { app, admin, sellerId } = world
  const { webhookEndpoint: off } = await admin.done(
    'webhookEndpointCreate',
    { url: `${world.receiver.url}/off-${mark}`, eventTypes: ['ping'], idempotencyKey: key() },
    'webhookEndpoint { id }',
  )
  await admin.done('webhookEndpointDisable', { endpointId: off.id }, 'webhookEndpoint { id }')
  await app.sql(
    `UPDATE webhook_endpoint SET last_failure_at = now(), description = 'off ${mark}' WHERE seller_id = $1`,
    [sellerId],
  )
  const [message] = await app.sql<{ id: string }>(
    `UPDATE webhook_message SET status = 'RETRYING', next_attempt_at = now() + interval '30 days' WHERE id = (
       SELECT max(id) FROM webhook_message WHERE seller_id = $1) RETURNING id`,
    [sellerId],
  )
  await app.sql(
    `INSERT INTO webhook_attempt (id, seller_id, message_id, number, trigger, status_code, error_code, error_message,
       response_body, duration_ms, attempted_at)
     VALUES ('wha_' || substr($2, 5), $1, $2, 99, 'AUTO', 500, 'E-${mark}', 'M-${mark}', 'B-${mark}', 7, now())`,
    [sellerId, message?.id],
  )
  await app.sql(`UPDATE api_key SET last_used_at = now(), revoked_at = now() WHERE seller_id = $1`, [
    sellerId,
  ])
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
  await world.app.sql(`UPDATE app_user SET status = 'DEACTIVATED' WHERE email = 'admin2@meridian.example'`)
  await until(admin, full.draft.orderId, ({ status }) => status === 'FULFILLED')
  await until(admin, failed.draft.orderId, ({ status }) => status === 'FULFILLMENT_FAILED')
  await until(admin, asked.draft.orderId, ({ status }) => status === 'AWAITING_INFORMATION')
  return [full, failed, asked, waiting]
    .map(({ draft }) => draft.orderId)
    .concat(complete.orderId, empty, returned.draft.orderId, hopeless)
}

const tableOf: Record<string, string> = {
  account: 'account',
  apiKey: 'api_key',
  approval: 'approval_request',
  cloudSubscription: 'cloud_subscription',
  event: 'outbox_event',
  numberSeries: 'number_series',
  termsAcceptance: 'terms_acceptance',
  webhookEndpoint: 'webhook_endpoint',
  webhookMessage: 'webhook_message',
}

async function idsOf(world: ProbeWorld, orders: string[]): Promise<Record<string, string[]>> {
  const { app, sellerId, buyer, offer } = world
  const list = async (text: string, values: Json[] = [sellerId]) =>
    (await app.sql<{ id: string }>(text, values)).map(({ id }) => id)
  const ids: Record<string, string[]> = { order: orders }
  for (const [name, table] of Object.entries(tableOf))
    ids[name] = await list(`SELECT id FROM ${table} WHERE seller_id = $1 ORDER BY id`)
  const [product] = await app.sql<{ id: string; vendor_id: string; category_id: string }>(
    'SELECT p.id, p.vendor_id, p.category_id FROM product p JOIN offer o ON o.product_id = p.id WHERE o.id = $1',
    [offer.id],
  )
  return {
    ...ids,
    approval: await list(
      'SELECT id FROM approval_request WHERE seller_id = $1 ORDER BY order_id <> $2, id LIMIT 5',
      [sellerId, orders[0]],
    ),
    event: await list(
      "SELECT id FROM outbox_event WHERE seller_id = $1 AND type = 'order.placed' ORDER BY id LIMIT 1",
    ),
    organization: [buyer.id as string, sellerId],
    account: buyer.accounts.map((account: Json) => account.id as string),
    user: await list('SELECT id FROM app_user WHERE seller_id = $1 AND organization_id = $2 ORDER BY id', [
      sellerId,
      buyer.id,
    ]),
    termsDocument: await list('SELECT id FROM terms_document WHERE seller_id = $1'),
    termsVersion: await list('SELECT id FROM terms_version WHERE seller_id = $1'),
    termsAcceptance: await list(
      'SELECT id FROM terms_acceptance WHERE seller_id = $1 AND order_id = ANY ($2) ORDER BY order_id, id',
      [sellerId, orders.slice(0, 2)],
    ),
    offer: await list('SELECT id FROM offer WHERE id = $1 OR max_quantity = 500 ORDER BY id <> $1', [
      offer.id,
    ]),
    product: await list(
      `SELECT id FROM product WHERE id = $1 OR parameters @> '[{"maximum": 1000000}]' ORDER BY id <> $1`,
      [product?.id],
    ),
    vendor: [product?.vendor_id ?? ''],
    category: await list(
      'SELECT parent_id AS id FROM category WHERE id = $1 UNION ALL SELECT id FROM category WHERE id = $1',
      [product?.category_id],
    ),
  }
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
  const orders = await placeOrders(world)
  await app.quiet()
  await fillTheRest(app, orders, offer.id)
  await addFailures(world)
  await app.quiet()
  world.ids = await idsOf(world, orders)
  await addDeadLetter(world)
  return world
}
