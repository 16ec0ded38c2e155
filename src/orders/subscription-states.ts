import type { Ctx } from '../access/ctx.ts'
import type { ChangeFacts } from './change-stage.rules.ts'
import { findSubscriptions } from './find-subscriptions.ts'
import { isEditable } from './lifecycle.rules.ts'
import { OrderLine, type Order } from './order.entity.ts'

/** How the subscriptions that an order changes stand, by id. */
export type SubscriptionStates = ReadonlyMap<string, NonNullable<ChangeFacts['now']>>

/** For each subscription the number of another order that changes it, was submitted, and is not done. */
async function openOrders(ctx: Pick<Ctx, 'em'>, order: Order, ids: readonly string[]) {
  const lines = await ctx.em.find(
    OrderLine,
    {
      sellerId: order.sellerId,
      subscriptionId: { $in: [...ids] },
      action: { $ne: 'ADD' },
      status: { $nin: ['FULFILLED', 'CANCELLED'] },
      order: { id: { $ne: order.id }, submittedAt: { $ne: null }, status: { $nin: over } },
    },
    { populate: ['order'] },
  )
  return new Map(lines.map((line) => [line.subscriptionId, line.order.orderNumber ?? line.order.id]))
}

const over = ['REJECTED', 'CANCELLED', 'EXPIRED', 'FULFILLED'] as const

/**
 * How the subscriptions of an order's lines stand now: nothing is asked for an order that changes none, or that is no
 * longer edited; otherwise it costs two queries, whatever the number of lines.
 */
export async function subscriptionStates(
  ctx: Pick<Ctx, 'em'>,
  order: Order,
): Promise<SubscriptionStates | null> {
  const ids = [...new Set(order.lines.getItems().flatMap(({ subscriptionId }) => subscriptionId ?? []))]
  if (ids.length === 0 || !isEditable(order.status)) return null
  const subscriptions = await findSubscriptions(ctx, order, ids)
  const open = await openOrders(ctx, order, ids)
  return new Map(
    ids.map((id) => {
      const found = subscriptions.get(id)
      const isActive = found?.status === 'ACTIVE' && found.cancellationDate === null
      return [id, { version: found?.version ?? 0, isActive, openOrder: open.get(id) ?? null }]
    }),
  )
}
