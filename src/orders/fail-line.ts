import type { Ctx } from '../access/ctx.ts'
import type { LockedLine } from './find-line-for-update.ts'
import type { LineFailure } from './order-parts.view.ts'
import { orderLineFailed } from './orders.events.ts'
import { requireLineCommand } from './orders.policy.ts'
import { recordOrderEvent } from './record-order-event.ts'
import { settleHeader } from './settle-header.ts'

/** Marks a line failed, records `order.line_failed`, and settles the order. Hold the order's lock. */
export function failLine(ctx: Ctx, { order, line, failure }: LockedLine & { failure: LineFailure }): void {
  const status = requireLineCommand(ctx.actor, { order, line }, 'orderLineFail')
  const now = ctx.clock.now()
  Object.assign(line, { status, failure, informationRequest: null, updatedAt: now })
  order.version += 1
  order.updatedAt = now
  recordOrderEvent(ctx, orderLineFailed, { order, lineNumber: line.lineNumber, reason: failure.message })
  settleHeader(ctx, order)
}
