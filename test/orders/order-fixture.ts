import { systemActor, type Actor } from '../../src/access/actor.ts'
import type { Ctx } from '../../src/access/ctx.ts'
import { issueOrderNumbers } from '../../src/orders/issue-order-numbers.ts'
import type { Order } from '../../src/orders/order.entity.ts'
import { routeOrder } from '../../src/orders/route-order.ts'
import { selectItems } from '../../src/orders/select-items.ts'
import { setContacts } from '../../src/orders/set-contacts.ts'
import { setProvisioning } from '../../src/orders/set-provisioning.ts'
import { startOrder } from '../../src/orders/start-order.ts'
import { submitOrder } from '../../src/orders/submit-order.ts'
import { DomainError, type Problem } from '../../src/platform/errors.ts'
import { sha256 } from '../../src/platform/secrets.ts'
import { adminOf, plantSmallWorld, plantUser, salesOf, standingClock } from '../support/small-world.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

export const sales = salesOf('org_up', 'usr_up_sales')
export const colleague = salesOf('org_up', 'usr_up_colleague')
export const admin = adminOf('org_up', 'usr_up_a')
export const stranger = adminOf('org_far', 'usr_far_a')
export const worker = systemActor({ id: 'org_up', ancestors: ['org_top'] })

const question = (key: string, scope: 'ORDER' | 'LINE', position: number) => ({
  key,
  label: key,
  type: scope === 'ORDER' ? 'DOMAIN' : 'TEXT',
  scope,
  required: true,
  position,
})

interface OfferRow {
  id: string
  product: string
  sku: string
  min?: string
  max?: string
  step?: string
  addOnOf?: string[]
  excludes?: string[]
  status?: string
  price?: string
}

const offers: OfferRow[] = [
  { id: 'off_base', product: 'prd_suite', sku: 'BASE', max: '300', price: '11.70' },
  { id: 'off_addon', product: 'prd_plain', sku: 'ADDON', addOnOf: ['BASE'], price: '2.105' },
  { id: 'off_rival', product: 'prd_plain', sku: 'RIVAL', excludes: ['BASE'], price: '9' },
  { id: 'off_packs', product: 'prd_plain', sku: 'PACKS', min: '10', step: '5', price: '1' },
  { id: 'off_free', product: 'prd_plain', sku: 'PLAIN', price: '4' },
  { id: 'off_unpriced', product: 'prd_plain', sku: 'UNPRICED' },
  { id: 'off_retired', product: 'prd_plain', sku: 'RETIRED', status: 'END_OF_SALE', price: '4' },
]

async function plantCatalog(verbs: VerbHarness): Promise<void> {
  await verbs.sql(`INSERT INTO vendor (id, key, name) VALUES ('ven_one', 'one', 'Vendor One')`)
  await verbs.sql(`INSERT INTO category (id, key, name) VALUES ('cat_one', 'one', 'Office')`)
  const products = [
    ['prd_suite', [question('tenantDomain', 'ORDER', 1), question('siteName', 'LINE', 2)]],
    ['prd_plain', []],
  ] as const
  for (const [id, parameters] of products)
    await verbs.sql(
      `INSERT INTO product (id, key, vendor_id, category_id, name, summary, description, parameters, search_text, created_at, updated_at)
       VALUES ($1, $1, 'ven_one', 'cat_one', $1, '', '', $2, $1, now(), now())`,
      [id, JSON.stringify(parameters)],
    )
  await verbs.sql(
    `INSERT INTO price_list (id, seller_id, key, name, currency, created_at)
     VALUES ('pls_up', 'org_up', 'eur', 'EUR', 'EUR', now())`,
  )
  for (const offer of offers) {
    await verbs.sql(
      `INSERT INTO offer (id, product_id, sku_code, vendor_part_number, name, unit_of_measure, min_quantity, max_quantity,
         quantity_step, add_on_of, excludes, payment_model, charge_timing, commitment_term, billing_period, status, created_at, updated_at)
       VALUES ($1, $2, $3, $3, $3, 'SEAT', $4, $5, $6, $7, $8, 'RECURRING', 'IN_ADVANCE', 'P1Y', 'P1M', $9, now(), now())`,
      [
        offer.id,
        offer.product,
        offer.sku,
        offer.min ?? '1',
        offer.max ?? null,
        offer.step ?? '1',
        offer.addOnOf ?? [],
        offer.excludes ?? [],
        offer.status ?? 'ON_SALE',
      ],
    )
    if (offer.price)
      await verbs.sql(
        `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, valid_from)
         VALUES ($1, 'org_up', 'pls_up', $2, 'EUR', $3, '2026-01-01')`,
        [`pri_${offer.id}`, offer.id, offer.price],
      )
  }
}

async function plantTerms(verbs: VerbHarness): Promise<void> {
  await verbs.sql(
    `INSERT INTO terms_document (id, seller_id, key, title, mandatory, created_at)
     VALUES ('trd_up', 'org_up', 'terms', 'Terms of Up', true, '2026-01-01')`,
  )
  await verbs.sql(
    `INSERT INTO terms_version (id, seller_id, document_id, version, locale, body, content_hash, effective_from, created_at)
     VALUES ('trv_up', 'org_up', 'trd_up', '1', 'en', 'Be kind.', $1, '2026-01-01', '2026-01-01')`,
    [sha256('Be kind.')],
  )
}

/** A seller with two administrators, a customer with contacts, seven offers, and terms. */
export interface OrderWorld {
  verbs: VerbHarness
  clock: ReturnType<typeof standingClock>
}

export async function openOrderWorld(): Promise<OrderWorld> {
  const clock = standingClock()
  const verbs = await openVerbs({ clock })
  await plantSmallWorld(verbs)
  await verbs.sql('DELETE FROM orders')
  for (const id of ['usr_up_a', 'usr_up_b'])
    await plantUser(verbs, { id, sellerId: 'org_up', roles: ['RESELLER_ADMIN'] })
  await verbs.sql(
    `INSERT INTO contact (id, seller_id, organization_id, first_name, last_name, email, phone, roles, created_at, updated_at)
     VALUES ('con_1', 'org_up', 'org_up_customer', 'Ada', 'Alder', 'ada@customer.example', '+493023125000',
       ARRAY['ADMIN', 'BILLING', 'TECHNICAL'], now(), now())`,
  )
  await plantCatalog(verbs)
  await plantTerms(verbs)
  return { verbs, clock }
}

let keys = 0
/** A new idempotency key. */
export const key = () => `key-${++keys}`

export const start = (verbs: VerbHarness, actor: Actor = sales): Promise<Order> =>
  verbs.run(actor, (ctx) => startOrder(ctx, { organizationId: 'org_up_customer', idempotencyKey: key() }))

/** A draft whose stages are complete: 25 of the base offer. */
export async function completeDraft(verbs: VerbHarness): Promise<Order> {
  const { id: orderId } = await start(verbs)
  const run = <T>(verb: (ctx: Ctx) => Promise<T>) => verbs.run(sales, verb)
  await run((ctx) => selectItems(ctx, { orderId, items: [{ offerId: 'off_base', quantity: '25' }] }))
  await run((ctx) => setContacts(ctx, { orderId }))
  return run((ctx) =>
    setProvisioning(ctx, {
      orderId,
      values: [{ key: 'tenantDomain', value: 'Customer.example' }],
      lines: [{ lineNumber: 1, values: [{ key: 'siteName', value: ' Berlin ' }] }],
    }),
  )
}

export const terms = { acceptedVersionIds: ['trv_up'] }

export const submit = (verbs: VerbHarness, order: Order, idempotencyKey = key()): Promise<Order> =>
  verbs.run(sales, (ctx) =>
    submitOrder(ctx, { orderId: order.id, expectedVersion: order.version, idempotencyKey, terms }),
  )

/** An order that waits for its approvers, with its number. */
export async function pendingOrder(verbs: VerbHarness): Promise<{ orderId: string; approvalId: string }> {
  const { id: orderId } = await submit(verbs, await completeDraft(verbs))
  await verbs.run(worker, issueOrderNumbers)
  await verbs.run(worker, (ctx) => routeOrder(ctx, orderId))
  const [approval] = await verbs.sql<{ id: string }>('SELECT id FROM approval_request WHERE order_id = $1', [
    orderId,
  ])
  return { orderId, approvalId: approval!.id }
}

/** The stored row with its lines, and the types of its events: equal before and after means that nothing changed. */
export async function stored(verbs: VerbHarness, orderId: string): Promise<Record<string, unknown>> {
  const [order] = await verbs.sql<Record<string, unknown>>('SELECT * FROM orders WHERE id = $1', [orderId])
  const lines = await verbs.sql('SELECT * FROM order_line WHERE order_id = $1 ORDER BY line_number', [
    orderId,
  ])
  return { order, lines, events: await eventTypes(verbs, orderId) }
}

/** The types of an order's events, oldest first. */
export async function eventTypes(verbs: VerbHarness, orderId: string): Promise<string[]> {
  const rows = await verbs.sql<{ type: string }>(
    'SELECT type FROM outbox_event WHERE subject_id = $1 ORDER BY id',
    [orderId],
  )
  return rows.map((row) => row.type)
}

/** What a verb refuses with. */
export async function problemsOf(attempt: Promise<unknown>): Promise<Problem[]> {
  try {
    await attempt
  } catch (error) {
    if (error instanceof DomainError) return error.problems
    throw error
  }
  throw new Error('It was not refused')
}

/** Code and path of each problem. */
export const told = (problems: Problem[]) => problems.map(({ code, path }) => `${code} ${path.join('.')}`)
