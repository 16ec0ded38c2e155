import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { notFound } from '../platform/errors.ts'
import { Order } from './order.entity.ts'
import { requireVersion } from './require-version.ts'

/**
 * Locks an order that the caller may write, until the transaction ends, then reads its lines. Every change of an order
 * begins here. Refuses with NOT_FOUND (missing or foreign), OUT_OF_REACH (of a seller below) or VERSION_CONFLICT.
 */
export async function findOrderForUpdate(
  ctx: Ctx,
  orderId: string,
  expectedVersion?: number | null,
): Promise<Order> {
  const order = await ctx.em.findOne(
    Order,
    { id: orderId, sellerId: { $in: [...ctx.actor.writableSellers] } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  )
  if (!order) {
    const readable = await ctx.em.findOne(Order, { id: orderId })
    if (readable) inWriteReach(ctx, readable, ['orderId'])
    throw notFound('order', ['orderId'])
  }
  requireVersion(order, expectedVersion)
  await order.lines.init()
  return order
}
