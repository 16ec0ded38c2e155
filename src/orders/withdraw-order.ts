import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { withdrawApproval } from '../approvals/withdraw-approval.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import { moveOrder } from './move-order.ts'
import { orderSnapshot } from './order-snapshot.ts'
import type { OrderWithdrawInput } from './order-commands.inputs.ts'
import type { Order } from './order.entity.ts'
import { requireCommand } from './orders.policy.ts'
import { reasonText } from './reason-text.ts'

/**
 * Recalls an order from approval: it can be edited and submitted again, with the same number. Its approval request is
 * WITHDRAWN. Refuses ORDER_INVALID_TRANSITION and FORBIDDEN.
 */
export async function withdrawOrder(ctx: Ctx, input: OrderWithdrawInput): Promise<Order> {
  allow(ctx, 'ORDER_CREATE')
  const order = await findOrderForUpdate(ctx, input.orderId, input.expectedVersion)
  requireCommand(ctx.actor, order, 'orderWithdraw')
  moveOrder(ctx, order, { command: 'orderWithdraw', reason: reasonText(input.reason) })
  const { id: orderId, sellerId, revision } = order
  await withdrawApproval(ctx, { orderId, sellerId, revision, snapshot: orderSnapshot(order) })
  return order
}
