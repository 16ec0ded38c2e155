import type { Ctx } from '../access/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import type { Order, OrderLine } from './order.entity.ts'

/** An order under its lock, with one of its lines. */
export interface LockedLine {
  order: Order
  line: OrderLine
}

/** Locks an order for work on one of its lines. Refuses NOT_FOUND. */
export async function findLineForUpdate(
  ctx: Ctx,
  at: { orderId: string; lineNumber: number },
): Promise<LockedLine> {
  const order = await findOrderForUpdate(ctx, at.orderId)
  const line = order.lines.getItems().find((one) => one.lineNumber === at.lineNumber)
  if (!line) throw notFound('line of this order', ['lineNumber'])
  return { order, line }
}
