import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import type { LockedLine } from './find-line-for-update.ts'
import { orderLineFulfilled } from './orders.events.ts'
import { requireLineCommand } from './orders.policy.ts'
import { recordOrderEvent } from './record-order-event.ts'
import { settleHeader } from './settle-header.ts'

/**
 * Marks a line delivered under the vendor's reference, records `order.line_fulfilled`, and settles the order. Hold the
 * order's lock. The cloud subscription is the caller's to make, in the same transaction.
 */
export function fulfilLine(ctx: Ctx, what: LockedLine & { vendorReference: string }): void {
  const { order, line } = what
  const vendorReference = what.vendorReference.trim()
  if (vendorReference.length < 1 || vendorReference.length > 200)
    throw refuse(
      'VENDOR_REFERENCE_INVALID',
      "Give the vendor's id of what was delivered, 1 to 200 characters.",
      ['vendorReference'],
    )
  const status = requireLineCommand(ctx.actor, { order, line }, 'orderLineFulfil')
  const now = ctx.clock.now()
  const known = { failure: null, unknownAttempt: null }
  Object.assign(line, { status, vendorReference, ...known, fulfilledAt: now, updatedAt: now })
  order.version += 1
  order.updatedAt = now
  recordOrderEvent(ctx, orderLineFulfilled, { order, lineNumber: line.lineNumber })
  settleHeader(ctx, order)
}
