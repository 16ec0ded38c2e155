import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Order } from './order.entity.ts'

/** One order with its lines; null when it is missing or out of the caller's sight. */
export function findOrder(ctx: Ctx, id: string): Promise<Order | null> {
  allow(ctx, 'ORDER_READ')
  return ctx.em.findOne(Order, { id }, { populate: ['lines'] })
}
