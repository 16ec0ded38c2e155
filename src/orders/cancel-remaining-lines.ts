import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import { nextLineStatus } from './lifecycle.rules.ts'
import { moveOrder } from './move-order.ts'
import type { OrderCancelRemainingLinesInput } from './order-commands.inputs.ts'
import type { Order } from './order.entity.ts'
import { orderLineCancelled } from './orders.events.ts'
import { requireCommand } from './orders.policy.ts'
import { requiredReason } from './reason-text.ts'
import { recordOrderEvent } from './record-order-event.ts'
import { requireVersion } from './require-version.ts'

function giveUp(ctx: Ctx, order: Order, input: OrderCancelRemainingLinesInput): Order {
  requireVersion(order, input.expectedVersion)
  requireCommand(ctx.actor, order, 'orderCancelRemainingLines')
  const reason = requiredReason(input.reason)
  const now = ctx.clock.now()
  for (const line of order.lines.getItems()) {
    const next = nextLineStatus(line.status, 'line.cancel')
    if (!next.ok) continue
    Object.assign(line, { status: next.status, updatedAt: now })
    order.version += 1
    recordOrderEvent(ctx, orderLineCancelled, { order, lineNumber: line.lineNumber, reason })
  }
  if (order.status === 'PARTIALLY_FULFILLED') order.outcome = 'PARTIAL'
  moveOrder(ctx, order, { command: 'orderCancelRemainingLines', reason })
  return order
}

/**
 * Gives up what failed, with the add-ons that wait for it, and records `order.line_cancelled` for each: an order that
 * delivered something is FULFILLED with the outcome PARTIAL, any other CANCELLED. Refuses REASON_REQUIRED,
 * ORDER_INVALID_TRANSITION while anything runs, and FORBIDDEN.
 */
export async function cancelRemainingLines(ctx: Ctx, input: OrderCancelRemainingLinesInput): Promise<Order> {
  allow(ctx, 'ORDER_FULFIL')
  const order = await findOrderForUpdate(ctx, input.orderId)
  return idempotent(
    ctx,
    { operation: 'orderCancelRemainingLines', input, resultId: order.id },
    { work: () => Promise.resolve(giveUp(ctx, order, input)), replay: () => Promise.resolve(order) },
  )
}
