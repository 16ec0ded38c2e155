import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { refuse, refuseAll, type Problem } from '../platform/errors.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import { moveOrder } from './move-order.ts'
import type { OrderRetryInput } from './order-commands.inputs.ts'
import type { Order, OrderLine } from './order.entity.ts'
import { requireCommand } from './orders.policy.ts'
import { reasonText } from './reason-text.ts'
import { requireVersion } from './require-version.ts'

/** The failed lines to try again. */
function chosenLines(order: Order, lineNumbers: readonly number[] | null | undefined): OrderLine[] {
  const failed = order.lines.getItems().filter((line) => line.status === 'FAILED')
  if (!lineNumbers) return failed
  const message = 'This line has not failed. Name failed lines only.'
  refuseAll(
    lineNumbers.flatMap((lineNumber, index): Problem[] =>
      failed.some((line) => line.lineNumber === lineNumber)
        ? []
        : [{ code: 'LINE_NOT_FAILED', message, path: ['lineNumbers', String(index)] }],
    ),
  )
  return failed.filter((line) => lineNumbers.includes(line.lineNumber))
}

function obstacle({ lineNumber, failure }: OrderLine): Problem[] {
  const path = ['reason']
  if (failure?.category === 'UNKNOWN_OUTCOME') {
    const message = `The vendor may have delivered line ${lineNumber}. Find out, then say so as the reason.`
    return [{ code: 'OUTCOME_UNKNOWN', message, path }]
  }
  if (failure?.retryable !== false) return []
  const message = `Line ${lineNumber} failed for good (${failure.code}). Say what has changed as the reason.`
  return [{ code: 'LINE_NOT_RETRYABLE', message, path }]
}

function retry(ctx: Ctx, order: Order, input: OrderRetryInput): Order {
  requireVersion(order, input.expectedVersion)
  requireCommand(ctx.actor, order, 'orderRetry')
  const reason = reasonText(input.reason)
  const lines = chosenLines(order, input.lineNumbers)
  if (lines.length === 0) throw refuse('LINE_NOT_FAILED', 'Name at least one failed line.', ['lineNumbers'])
  if (reason === null) refuseAll(lines.flatMap(obstacle))
  const now = ctx.clock.now()
  for (const line of lines) {
    line.status = 'QUEUED'
    line.failure = null
    line.updatedAt = now
  }
  moveOrder(ctx, order, { command: 'orderRetry', reason })
  return order
}

/**
 * Tries failed lines again: queues them and records `order.fulfillment_retried`. Lines that are not retryable, or whose
 * outcome is unknown, need a reason (LINE_NOT_RETRYABLE, OUTCOME_UNKNOWN).
 */
export async function retryOrder(ctx: Ctx, input: OrderRetryInput): Promise<Order> {
  allow(ctx, 'ORDER_FULFIL')
  const order = await findOrderForUpdate(ctx, input.orderId)
  return idempotent(
    ctx,
    { operation: 'orderRetry', input, resultId: order.id },
    {
      work: () => Promise.resolve(retry(ctx, order, input)),
      replay: () => Promise.resolve(order),
    },
  )
}
