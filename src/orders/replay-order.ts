import type { Ctx } from '../access/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { Order } from './order.entity.ts'

/** The order that an earlier call with the same idempotency key answered with, as it is now. */
export async function replayOrder(ctx: Ctx, id: string): Promise<Order> {
  const order = await ctx.em.findOne(Order, { id }, { populate: ['lines'] })
  if (!order) throw notFound('order')
  return order
}
