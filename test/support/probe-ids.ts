import type { Json } from './api-client.ts'
import type { ProbeWorld } from './probe-world.ts'

const tableOf: Record<string, string> = {
  account: 'account',
  activity: 'activity',
  apiKey: 'api_key',
  approval: 'approval_request',
  approvalPolicy: 'approval_policy',
  approverGroup: 'approver_group',
  cloudSubscription: 'cloud_subscription',
  erpConnection: 'erp_connection',
  erpPush: 'erp_push',
  event: 'outbox_event',
  numberSeries: 'number_series',
  priceList: 'price_list',
  promotion: 'promotion',
  termsAcceptance: 'terms_acceptance',
  webhookEndpoint: 'webhook_endpoint',
  webhookMessage: 'webhook_message',
}

/** Ids of what the owner has, by what they name; the first is the richest. */
export async function probeIds(world: ProbeWorld, orders: string[]): Promise<Record<string, string[]>> {
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
