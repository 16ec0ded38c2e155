import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { withdrawApproval } from '../approvals/withdraw-approval.ts'
import { refuse } from '../platform/errors.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import { nextLineStatus } from './lifecycle.rules.ts'
import { moveOrder } from './move-order.ts'
import { orderContext } from './order-context.ts'
import { orderSnapshot } from './order-snapshot.ts'
import type { OrderCancelInput } from './order-commands.inputs.ts'
import type { Order } from './order.entity.ts'
import { requireCommand } from './orders.policy.ts'
import { reasonText, requiredReason } from './reason-text.ts'

/** A submitted order is only still for a moment, unless it rests until someone sends it to approval. */
async function requireRest(ctx: Ctx, order: Order): Promise<void> {
  const { seller } = await orderContext(ctx, order)
  if (order.orderNumber && seller.approvalSubmission === 'MANUAL' && order.revision === 1) return
  throw refuse('ORDER_BEING_ROUTED', 'The order is on its way to approval. Cancel it there in a moment.', [
    'orderId',
  ])
}

function cancelLines(order: Order): void {
  for (const line of order.lines.getItems()) {
    const next = nextLineStatus(line.status, 'line.cancel')
    if (next.ok) line.status = next.status
  }
}

/**
 * Cancels an order before anything is delivered, or discards a draft. A number that was given is kept. Refuses
 * REASON_REQUIRED, ORDER_BEING_ROUTED, FULFILLMENT_STARTED, ORDER_INVALID_TRANSITION and FORBIDDEN.
 */
export async function cancelOrder(ctx: Ctx, input: OrderCancelInput): Promise<Order> {
  allow(ctx, 'ORDER_READ')
  const order = await findOrderForUpdate(ctx, input.orderId, input.expectedVersion)
  requireCommand(ctx.actor, order, 'orderCancel')
  const { status, id: orderId, sellerId, revision } = order
  const reason = status === 'DRAFT' ? reasonText(input.reason) : requiredReason(input.reason)
  if (status === 'SUBMITTED') await requireRest(ctx, order)
  if (status === 'APPROVED' && order.lines.getItems().some((line) => line.status !== 'PENDING'))
    throw refuse('FULFILLMENT_STARTED', 'Delivery has begun; cancel its lines instead.', ['orderId'])
  cancelLines(order)
  moveOrder(ctx, order, { command: 'orderCancel', reason })
  if (status === 'PENDING_APPROVAL')
    await withdrawApproval(ctx, { orderId, sellerId, revision, snapshot: orderSnapshot(order) })
  return order
}
