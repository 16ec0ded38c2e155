import type { Ctx } from '../access/ctx.ts'
import type { Order, OrderLine } from './order.entity.ts'
import { requireLineCommand } from './orders.policy.ts'

/** A queued line goes to its provider: IN_PROGRESS, one attempt more. Hold the order's lock. */
export function startLine(ctx: Ctx, { order, line }: { order: Order; line: OrderLine }): void {
  line.status = requireLineCommand(ctx.actor, { order, line }, 'line.start')
  line.attempt += 1
  // From here on a call may go out; until its provider answers for sure, nobody knows what came of it.
  line.unknownAttempt ??= line.attempt
  line.updatedAt = ctx.clock.now()
  order.version += 1
  order.updatedAt = ctx.clock.now()
}
