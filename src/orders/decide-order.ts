import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { stepIn } from '../access/step-in.ts'
import { mayWrite } from '../access/write-reach.ts'
import { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import type { ApproverDecision } from '../approvals/decision.rules.ts'
import { recordDecision } from '../approvals/record-decision.ts'
import { idempotent } from '../events/idempotent.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import { moveOrder } from './move-order.ts'
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

/** The request, and the context in which it may be decided: for a seller below, the caller steps in. */
async function openFor(ctx: Ctx, id: string): Promise<{ ctx: Ctx; approval: ApprovalRequest }> {
  const approval = await ctx.em.findOne(ApprovalRequest, { id })
  if (!approval) throw notFound('approval request', ['approvalId'])
  const deciding = await stepIn(ctx, approval.sellerId)
  if (mayWrite(deciding.actor, approval.sellerId)) return { ctx: deciding, approval }
  const message = 'You are not among the approvers of the step that is open. The request names them.'
  throw refuse('APPROVAL_NOT_ELIGIBLE', message, ['approvalId'])
}

/**
 * Records an approver's decision and moves the order with it, in one transaction: the last needed approval approves it,
 * one rejection rejects it, one request for changes returns it. Locks the order first, then the request. An
 * administrator of a reseller above steps in for this transaction where the request names it.
 * Refuses as `recordDecision`; then nothing is changed.
 */
export async function decideOrder(
  caller: Ctx,
  kind: ApproverDecision,
  input: ApprovalRequestChangesInput,
): Promise<DecidedOrder> {
  allow(caller, 'APPROVAL_DECIDE')
  const { stage = null, comment = null, approvalId, expectedVersion } = input
  const { ctx, approval: seen } = await openFor(caller, approvalId)
  const order = await findOrderForUpdate(ctx, seen.orderId)
  const work = async () => {
    const snapshot = orderSnapshot(order)
    const recorded = await recordDecision(ctx, {
      approvalId,
      kind,
      comment,
      stage,
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
  return { approval, order }
}
