import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { linesOf } from './lines-of.ts'
import { Order } from './order.entity.ts'

/** One order with its lines; null when it is missing or out of the caller's sight. Many at once share the queries. */
export async function findOrder(ctx: Ctx, id: string): Promise<Order | null> {
  allow(ctx, 'ORDER_READ')
  const order = await load(ctx, Order, id)
  if (order) await linesOf(order)
  return order
}
