import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { openOrderApproval } from './open-order-approval.ts'
import { orderContext } from './order-context.ts'
import { Order } from './order.entity.ts'

/**
 * Sends a numbered order to its approvers. Does nothing when there is nothing to do: it has no number yet (then
 * `order.placed` comes back), was routed before, or rests because its seller submits by hand. A resubmission never
 * rests: whoever resubmitted has sent it. Throws APPROVER_MISSING when nobody may decide any more, so that the job is
 * tried again and ends where operations see it.
 */
export async function routeOrder(ctx: Ctx, orderId: string): Promise<void> {
  const order = await ctx.em.findOne(Order, { id: orderId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  if (order?.status !== 'SUBMITTED' || !order.orderNumber) return
  const { seller } = await orderContext(ctx, order)
  if (seller.approvalSubmission === 'MANUAL' && order.revision === 1) return
  await order.lines.init()
  await openOrderApproval(ctx, order, 'routing.require')
}
