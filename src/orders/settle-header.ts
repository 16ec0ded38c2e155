import type { Ctx } from '../access/ctx.ts'
import { deriveHeaderStatus, nextLineStatus } from './lifecycle.rules.ts'
import { moveOrder } from './move-order.ts'
import type { OrderStatus } from './order-status.ts'
import type { OrderCommand } from './order-transitions.ts'
import type { Order, OrderLine } from './order.entity.ts'
import { orderLineCancelled } from './orders.events.ts'
import { recordOrderEvent } from './record-order-event.ts'

const commandTo: Partial<Record<OrderStatus, OrderCommand>> = {
  IN_FULFILLMENT: 'lines.resume',
  AWAITING_INFORMATION: 'lines.await',
  FULFILLED: 'lines.fulfil',
  PARTIALLY_FULFILLED: 'lines.fulfilPartly',
  FULFILLMENT_FAILED: 'lines.fail',
  CANCELLED: 'lines.cancel',
}

/** Add-ons follow their base product: delivered, they are queued; cancelled, so are they. */
function settleAddOns(ctx: Ctx, order: Order): void {
  const byNumber = new Map(order.lines.getItems().map((line) => [line.lineNumber, line]))
  const follow = (line: OrderLine): boolean => {
    const base = line.parentLineNumber === null ? undefined : byNumber.get(line.parentLineNumber)
    if (line.status !== 'PENDING' || !base) return false
    const command =
      base.status === 'FULFILLED' ? 'line.queue' : base.status === 'CANCELLED' ? 'line.cancel' : null
    const next = command && nextLineStatus(line.status, command)
    if (!next?.ok) return false
    line.status = next.status
    if (next.status === 'CANCELLED') {
      order.version += 1
      recordOrderEvent(ctx, orderLineCancelled, { order, lineNumber: line.lineNumber })
    }
    return true
  }
  // An add-on of an add-on follows in the next round; every round settles one line or ends it.
  while (order.lines.getItems().some(follow));
}

/**
 * The one place where an order in fulfillment gets its status: from its lines. Call it after every change of a line,
 * under the order's lock; it moves the order, and records the event, only when the status changes.
 */
export function settleHeader(ctx: Ctx, order: Order): void {
  settleAddOns(ctx, order)
  const { status, outcome } = deriveHeaderStatus(order.lines.getItems().map((line) => line.status))
  const command = commandTo[status]
  if (status === order.status || !command) return
  order.outcome = outcome
  moveOrder(ctx, order, command)
}
