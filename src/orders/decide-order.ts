import { allow } from '../access/allow.ts'
import { continueAs } from '../access/fork-for.ts'
import type { Ctx } from '../access/ctx.ts'
import type { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import type { ApproverDecision } from '../approvals/approval-decision.entity.ts'
import { recordDecision } from '../approvals/record-decision.ts'
import { idempotent } from '../events/idempotent.ts'
import { refuseAll } from '../platform/errors.ts'
import { moveOrder } from './move-order.ts'
import { openForDecision } from './open-for-decision.ts'
import { orderSnapshot } from './order-snapshot.ts'
import type { ApprovalRequestChangesInput } from './order-commands.inputs.ts'
import type { OrderCommand } from './order-transitions.ts'
import type { Order } from './order.entity.ts'

/** The request and the order after the decision. */
export interface DecidedOrder {
  approval: ApprovalRequest
  order: Order
}

const operations: Record<ApproverDecision, OrderCommand> = {
  APPROVE: 'approvalApprove',
  REJECT: 'approvalReject',
  REQUEST_CHANGES: 'approvalRequestChanges',
}

const commands = {
  APPROVED: 'approvalApprove',
  REJECTED: 'approvalReject',
  CHANGES_REQUESTED: 'approvalRequestChanges',
  EXPIRED: 'approval.expire',
} as const

/** Lines that the order does not have help nobody. */
function requireLines(order: Order, lineNumbers: readonly number[]): void {
  const known = order.lines.getItems().map((line) => line.lineNumber)
  const message = 'The order has no such line. Name its line numbers.'
  refuseAll(
    lineNumbers.flatMap((one, at) =>
      known.includes(one) ? [] : [{ code: 'LINE_NOT_FOUND', message, path: ['lineNumbers', String(at)] }],
    ),
  )
}

/**
 * Records an approver's decision and moves the order with it, in one transaction: the last needed approval approves it,
 * one rejection rejects it, one request for changes returns it. Locks the order first, then the request. An
 * administrator of a reseller above, or an approver of the customer, steps in until it is written where the request names
 * it: what the caller then reads, it reads within its own reach.
 * Refuses as `recordDecision`; then nothing is changed.
 */
export async function decideOrder(
  caller: Ctx,
  kind: ApproverDecision,
  input: ApprovalRequestChangesInput,
): Promise<DecidedOrder> {
  allow(caller, 'APPROVAL_DECIDE')
  const { stage = null, comment = null, approvalId, expectedVersion } = input
  const { ctx, seen, order } = await openForDecision(caller, approvalId)
  const lineNumbers = [...new Set(input.lineNumbers ?? [])].toSorted((a, b) => a - b)
  const work = async () => {
    requireLines(order, lineNumbers)
    const snapshot = orderSnapshot(order)
    const recorded = await recordDecision(ctx, {
      approvalId,
      kind,
      comment,
      stage,
      lineNumbers,
      expectedVersion,
      snapshot,
    })
    const { outcome, request } = recorded
    if (outcome !== 'PENDING') moveOrder(ctx, order, { command: commands[outcome], reason: comment })
    return request
  }
  const approval = await idempotent(
    ctx,
    { operation: operations[kind], input, resultId: approvalId },
    { work, replay: () => ctx.em.refreshOrFail(seen) },
  )
  if (ctx !== caller) {
    await ctx.em.flush()
    await continueAs(caller, caller.actor)
  }
  return { approval, order }
}
