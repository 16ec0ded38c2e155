import { setTimeout as sleep } from 'node:timers/promises'
import { forkFor } from '../access/fork-for.ts'
import { orderChannel } from '../events/live-channels.ts'
import { Order } from '../orders/order.entity.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { readOnly } from '../platform/transact.ts'
import type { ApiCtx } from './api-ctx.ts'

interface MaybeOrder {
  order?: unknown
}

interface Look {
  order: Order | null
  /** True when no worker will move the order soon: it is numbered, and routed or resting. */
  isSettled: boolean
}

const pollEveryMs = 250

/** Looks that are under way, by caller and order: a hundred repeats of one submit share one. */
const looks = new Map<string, Promise<Look>>()

function isOnItsWay(value: unknown): value is Order {
  return value instanceof Order && value.status === 'SUBMITTED'
}

async function read(ctx: ApiCtx, id: string): Promise<Look> {
  return readOnly({ em: forkFor(ctx.root, ctx.actor) }, async ({ em }) => {
    const order = await em.findOne(Order, { id }, { populate: ['lines'] })
    if (!order?.orderNumber) return { order, isSettled: false }
    if (order.status !== 'SUBMITTED') return { order, isSettled: true }
    const seller = await em.findOne(Organization, { id: order.sellerId })
    return { order, isSettled: seller?.approvalSubmission === 'MANUAL' && order.revision === 1 }
  })
}

function look(ctx: ApiCtx, id: string): Promise<Look> {
  const key = `${ctx.actor.id} ${id}`
  const shared = looks.get(key) ?? read(ctx, id).finally(() => looks.delete(key))
  looks.set(key, shared)
  return shared
}

/** A look that fails or hangs is one without a result: the order is committed, and the answer must not fail for it. */
async function tryLook(ctx: ApiCtx, id: string, patienceMs: number): Promise<Look> {
  const nothing: Look = { order: null, isSettled: false }
  const seen = look(ctx, id).catch((error: unknown) => {
    ctx.log.warn({ err: error, order: id }, 'a look for the order number failed')
    return nothing
  })
  return Promise.race([seen, sleep(patienceMs, nothing, { ref: false })])
}

/** Hears of the order where hints can be had; without them the poll serves. Nobody waits for the subscription. */
function hearOf(ctx: ApiCtx, orderId: string, wake: () => void): () => void {
  const warn = (error: unknown) => ctx.log.warn({ err: error }, 'no hints about order numbers')
  const subscribed = ctx.pubsub.subscribe(orderChannel(orderId), wake)
  subscribed.catch(warn)
  return () => void subscribed.then((stop) => stop()).catch(() => undefined)
}

/**
 * After the commit of a submit: waits until workers have issued the order number and sent the order to its approvers,
 * at most `ORDER_NUMBER_WAIT_MS`, holding no connection. So the answer has the number, and a version that still holds
 * a moment later; repeats answer alike. The relay's message is the hint, a slow poll the net. When time runs out, or
 * nothing can be read, the order is accepted all the same and answered as it is, with `orderNumber: null` if need be.
 */
export async function awaitOrderNumber<T extends MaybeOrder>(ctx: ApiCtx, outcome: T): Promise<T> {
  const { order } = outcome
  if (!isOnItsWay(order) || ctx.orderNumberWaitMs === 0) return outcome
  let wake = () => {}
  const stop = hearOf(ctx, order.id, () => wake())
  const deadline = performance.now() + ctx.orderNumberWaitMs
  let latest: Order = order
  for (let left = ctx.orderNumberWaitMs; left > 0; left = deadline - performance.now()) {
    const hint = new Promise<void>((resolve) => (wake = resolve))
    const seen = await tryLook(ctx, order.id, left)
    latest = seen.order ?? latest
    if (seen.isSettled) break
    await Promise.race([hint, sleep(Math.min(pollEveryMs, left))])
  }
  stop()
  return { ...outcome, order: latest }
}
