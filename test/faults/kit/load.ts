import { contacts } from '../../support/ordering.ts'
import { ApiClient, type Json } from '../../support/api-client.ts'
import type { Journal } from './journal.ts'
import type { Random } from './nemesis.ts'
import type { Shop } from './shop.ts'
import { sendUntilTold, type Told } from './send-until-told.ts'

/** Clients that order until they are told to stop. */
export interface Load {
  urls: () => string[]
  shops: Shop[]
  journal: Journal
  random: Random
  /** Distinguishes the intents of several loads over one database. */
  name: string
  orders: number
  atOnce: number
  /** Share of orders that go through the four stages instead of one call. */
  stages?: number
  /** Share of orders that an administrator approves. */
  approve?: number
  /** Control: every try is a new intent to the server, as if the client had no idempotency key. */
  forgetKeys?: boolean
  /** How long one call is repeated. */
  patienceMs?: number
}

/** What the clients saw, summed up. */
export interface LoadResult {
  acknowledged: number
  approved: number
  /** Sent again, by reason. */
  again: Record<string, number>
  refused: string[]
  slowestMs: number
}

interface Client {
  load: Load
  result: LoadResult
  shop: Shop
  intent: string
}

function note({ load, result, shop, intent }: Client, kind: 'order' | 'approval', told: Told): Json {
  for (const because of told.again) result.again[because] = (result.again[because] ?? 0) + 1
  result.slowestMs = Math.max(result.slowestMs, told.slowestMs)
  if (told.refused) {
    result.refused.push(`${intent}: ${told.refused}`)
    load.journal.write({ what: 'refused', intent, kind, seller: shop.sellerId, because: told.refused })
    return null
  }
  return told.payload
}

async function mutate(
  client: Client,
  name: string,
  what: { input: Record<string, unknown>; admin?: boolean },
) {
  const { load, shop } = client
  const { input } = what
  const first = load.random.below(1_000_000)
  let repeats = 0
  return sendUntilTold({
    url: (attempt) => {
      const urls = load.urls()
      return urls[(first + attempt) % urls.length] ?? ''
    },
    token: what.admin ? shop.adminToken : shop.salesToken,
    name,
    input,
    fields: 'order { id orderNumber version }',
    deadline: Date.now() + (load.patienceMs ?? 300_000),
    beforeRepeat: () => {
      if (load.forgetKeys) input['idempotencyKey'] = `${String(input['idempotencyKey'])}-${++repeats}`
    },
  })
}

async function byOneCall(client: Client): Promise<Json> {
  const { shop, intent } = client
  const input = {
    organizationId: shop.organizationId,
    accountId: shop.accountId,
    externalReference: intent,
    items: [{ offerId: shop.offerId, quantity: '5' }],
    contacts,
    values: shop.values,
    terms: { acceptedVersionIds: shop.acceptedVersionIds },
    idempotencyKey: intent,
  }
  return note(client, 'order', await mutate(client, 'orderPlace', { input }))?.order ?? null
}

async function byStages(client: Client): Promise<Json> {
  const { shop, intent } = client
  const step = async (name: string, input: Record<string, unknown>) =>
    note(client, 'order', await mutate(client, name, { input }))?.order ?? null
  const started = await step('orderStart', {
    organizationId: shop.organizationId,
    accountId: shop.accountId,
    externalReference: intent,
    idempotencyKey: intent,
  })
  if (!started) return null
  const orderId = started.id as string
  const items = [{ offerId: shop.offerId, quantity: '5' }]
  if (!(await step('orderSelectItems', { orderId, items }))) return null
  if (!(await step('orderSetContacts', { orderId, contacts }))) return null
  const saved = await step('orderSetProvisioning', { orderId, values: shop.values })
  if (!saved) return null
  return step('orderSubmit', {
    orderId,
    expectedVersion: saved.version,
    idempotencyKey: `${intent}-submit`,
    terms: { acceptedVersionIds: shop.acceptedVersionIds },
  })
}

/** Looks for the open approval of an order; null when it is not there yet, or the server is not. */
async function findApproval({ load, shop }: Client, orderId: string): Promise<Json> {
  const urls = load.urls()
  const admin = new ApiClient(urls[load.random.below(urls.length)] ?? '', shop.adminToken)
  const query = `query ($orderId: ID!) { approvals(first: 1, where: { orderId: $orderId }) {
    nodes { id version status } } }`
  const answer = await admin.request(query, { orderId }).catch(() => null)
  const found = answer?.data?.approvals?.nodes?.[0] ?? null
  return found?.status === 'PENDING' ? found : null
}

async function approve(client: Client, orderId: string): Promise<void> {
  const { load, result, shop, intent } = client
  const until = Date.now() + (load.patienceMs ?? 300_000)
  let approval: Json = null
  while (!approval && Date.now() < until) {
    approval = await findApproval(client, orderId)
    if (!approval) await new Promise((resolve) => setTimeout(resolve, 100))
  }
  if (!approval) return void result.refused.push(`${intent}: no approval was requested in time`)
  const input = {
    approvalId: approval.id,
    expectedVersion: approval.version,
    idempotencyKey: `${intent}-approve`,
  }
  load.journal.write({ what: 'intent', intent, kind: 'approval', seller: shop.sellerId, orderId })
  const told = note(client, 'approval', await mutate(client, 'approvalApprove', { input, admin: true }))
  if (!told) return
  result.approved += 1
  load.journal.write({ what: 'acknowledged', intent, kind: 'approval', seller: shop.sellerId, orderId })
}

async function orderOnce(client: Client): Promise<void> {
  const { load, result, shop, intent } = client
  const { random, journal } = load
  const isInStages = random.next() < (load.stages ?? 0)
  const isApproved = random.next() < (load.approve ?? 0)
  journal.write({ what: 'intent', intent, kind: 'order', seller: shop.sellerId })
  const from = performance.now()
  const order = await (isInStages ? byStages(client) : byOneCall(client))
  if (!order) return
  const milliseconds = Math.round(performance.now() - from)
  const { id: orderId, orderNumber } = order
  journal.write({
    what: 'acknowledged',
    intent,
    kind: 'order',
    seller: shop.sellerId,
    orderId,
    orderNumber,
    milliseconds,
  })
  result.acknowledged += 1
  if (isApproved) await approve(client, orderId)
}

/** Places that many orders, so many at once, over all shops in turn; answers when each is acknowledged or refused. */
export async function placeOrders(load: Load): Promise<LoadResult> {
  const result: LoadResult = { acknowledged: 0, approved: 0, again: {}, refused: [], slowestMs: 0 }
  let next = 0
  const work = async () => {
    for (let index = next++; index < load.orders; index = next++) {
      const shop = load.shops[index % load.shops.length]
      if (shop) await orderOnce({ load, result, shop, intent: `${load.name}-${index}` })
    }
  }
  await Promise.all(Array.from({ length: load.atOnce }, work))
  return result
}
