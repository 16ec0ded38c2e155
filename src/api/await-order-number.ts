import { setTimeout as sleep } from 'node:timers/promises'
import { forkFor } from '../access/fork-for.ts'
import { orderChannel } from '../events/live-channels.ts'
import { Order } from '../orders/order.entity.ts'
import { readOnly } from '../platform/transact.ts'
import type { ApiCtx } from './api-ctx.ts'

interface MaybeOrder {
  order?: unknown
}

const pollEveryMs = 250

function waits(value: unknown): value is Order {
  return value instanceof Order && value.submittedAt !== null && value.orderNumber === null
}

/**
 * After the commit of a submit: waits until a worker has issued the order number, at most `ORDER_NUMBER_WAIT_MS`,
 * holding no connection. The relay's message is the hint, a slow poll the net. When time runs out the order is
 * accepted all the same and answered with `orderNumber: null`.
 */
export async function awaitOrderNumber<T extends MaybeOrder>(ctx: ApiCtx, outcome: T): Promise<T> {
  const { order } = outcome
  if (!waits(order) || ctx.orderNumberWaitMs === 0) return outcome
  const em = forkFor(ctx.root, ctx.actor)
  const read = () =>
    readOnly({ em }, async (unit) => unit.em.findOne(Order, { id: order.id }, { populate: ['lines'] }))
  let wake = () => {}
  const stop = await ctx.pubsub.subscribe(orderChannel(order.id), () => wake())
  const deadline = performance.now() + ctx.orderNumberWaitMs
  try {
    for (let left = ctx.orderNumberWaitMs; left > 0; left = deadline - performance.now()) {
      const hint = new Promise<void>((resolve) => (wake = resolve))
      await Promise.race([hint, sleep(Math.min(pollEveryMs, left))])
      const latest = await read()
      if (latest?.orderNumber) return { ...outcome, order: latest }
    }
    return outcome
  } finally {
    await stop()
  }
}
