import type { Ctx } from '../access/ctx.ts'
import { mayWrite } from '../access/write-reach.ts'
import { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { contentHash } from './content-hash.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import type { Order } from './order.entity.ts'
import { stepInToDecide } from './step-in-to-decide.ts'

/** A request as it was seen, its order under its lock, and the context in which it may be decided. */
export interface ForDecision {
  ctx: Ctx
  seen: ApprovalRequest
  order: Order
}

/** An approval is of a revision and its content: where either is another, it says nothing. */
function requireSameContent(order: Order, request: ApprovalRequest): void {
  if (request.status !== 'PENDING') return
  if (order.revision === request.orderRevision && contentHash(order) === request.contentHash) return
  const message = 'The order is not what the approval was asked for. It must be submitted again.'
  throw refuse('APPROVAL_OUTDATED', message, ['approvalId'])
}

/**
 * Locks the order of a request, to decide on it. For a seller below, and for a customer's own approver, the caller steps in where it may decide. Refuses
 * NOT_FOUND, APPROVAL_NOT_ELIGIBLE, and APPROVAL_OUTDATED when the order's content is not the one that was asked about.
 */
export async function openForDecision(caller: Ctx, approvalId: string): Promise<ForDecision> {
  const seen = await caller.em.findOne(ApprovalRequest, { id: approvalId })
  if (!seen) throw notFound('approval request', ['approvalId'])
  const ctx = await stepInToDecide(caller, seen)
  if (!mayWrite(ctx.actor, seen.sellerId) || ctx.actor.organizationScope !== null) {
    const message = 'You are not among the approvers of the step that is open. The request names them.'
    throw refuse('APPROVAL_NOT_ELIGIBLE', message, ['approvalId'])
  }
  const order = await findOrderForUpdate(ctx, seen.orderId)
  requireSameContent(order, seen)
  return { ctx, seen, order }
}
