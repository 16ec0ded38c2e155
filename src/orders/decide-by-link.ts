import type { Ctx } from '../access/ctx.ts'
import type { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { DomainError } from '../platform/errors.ts'
import type { ApprovalLinkDecideInput } from './approval-link.inputs.ts'
import { decideOrder } from './decide-order.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import { openDecision } from './open-decision.ts'
import { stepInToDecide } from './step-in-to-decide.ts'

/** What the holder of a link hears of the decision. */
export interface DecidedByLink {
  approvalStatus: ApprovalRequest['status']
  orderNumber: string | null
}

async function lockOrder(inside: Ctx, request: ApprovalRequest): Promise<Ctx> {
  const { sellerId, orderId } = request
  const deciding = await stepInToDecide(inside, request)
  // A shut door says why by itself; whoever may not write the order waits for nobody.
  if (deciding.actor.writableSellers.includes(sellerId)) await findOrderForUpdate(deciding, orderId)
  return deciding
}

/**
 * Records the decision of the approver whom a link was sent to, as `decideOrder` records every decision, with the channel
 * EMAIL. The link works once: the approver's own decision in its step ends it. Refuses LINK_INVALID, LINK_EXPIRED,
 * LINK_USED, LINK_OVERTAKEN, and as `decideOrder`; then nothing is changed.
 */
export async function decideByLink(caller: Ctx, input: ApprovalLinkDecideInput): Promise<DecidedByLink> {
  const door = await openDecision(caller, input.token, lockOrder)
  if (door.obstacle) throw new DomainError([door.obstacle])
  const { ctx, approval: asked, step } = door.decision
  const { decision, comment, stage, expectedVersion } = input
  const { approval, order } = await decideOrder(ctx, decision, {
    approvalId: asked.id,
    expectedVersion,
    idempotencyKey: `link.${step.id}`,
    ...(comment ? { comment } : {}),
    ...(stage ? { stage } : {}),
  })
  return { approvalStatus: approval.status, orderNumber: order.orderNumber }
}
