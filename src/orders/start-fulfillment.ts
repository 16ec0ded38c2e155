import type { Ctx } from '../access/ctx.ts'
import { orderability } from '../organizations/orderability.rules.ts'
import { moveOrder } from './move-order.ts'
import { orderContext } from './order-context.ts'
import type { Order } from './order.entity.ts'
import { isStartReached } from './requested-start.ts'

/**
 * Begins delivery of a locked, APPROVED order: queues every line that is no add-on of another, and records
 * `order.fulfillment_started`. Answers false, and changes nothing, when the order is not APPROVED (any more) or its
 * customer or account is on hold, or its requested start has not come.
 */
export async function startFulfillment(ctx: Ctx, order: Order): Promise<boolean> {
  if (order.status !== 'APPROVED') return false
  const { organization, account, seller } = await orderContext(ctx, order)
  if (!orderability(organization, account).canOrder) return false
  const now = ctx.clock.now()
  if (!isStartReached(order, { now, timeZone: seller.timeZone })) return false
  for (const line of order.lines.getItems()) {
    if (line.parentLineNumber !== null || line.status !== 'PENDING') continue
    line.status = 'QUEUED'
    line.updatedAt = now
  }
  moveOrder(ctx, order, 'fulfillment.start')
  return true
}
