import type { Ctx } from '../access/ctx.ts'
import { ApprovalDecision } from './approval-decision.entity.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import { ApprovalStep } from './approval-step.entity.ts'
import { carriedApprovals } from './carried-approvals.rules.ts'
import { stepOutcome } from './decision.rules.ts'

/** The request of the revision before with its parts, when it ended and was about the same content. */
async function findBefore(ctx: Ctx, request: ApprovalRequest) {
  const { sellerId, orderId, orderRevision, contentHash } = request
  if (orderRevision < 2) return null
  const before = await ctx.em.findOne(ApprovalRequest, {
    sellerId,
    orderId,
    orderRevision: orderRevision - 1,
  })
  if (!before || before.contentHash !== contentHash) return null
  if (before.status !== 'CHANGES_REQUESTED' && before.status !== 'WITHDRAWN') return null
  const of = { sellerId, requestId: before.id }
  const steps = await ctx.em.find(ApprovalStep, of)
  const decisions = await ctx.em.find(ApprovalDecision, of, { orderBy: { decidedAt: 'asc', id: 'asc' } })
  return { steps, decisions }
}

function carry(ctx: Ctx, step: ApprovalStep, given: ApprovalDecision): ApprovalDecision {
  const { sellerId, organizationId, decidedBy, decidedByName, comment, requestVersion } = given
  return Object.assign(new ApprovalDecision(), {
    id: ctx.ids.next('apd'),
    sellerId,
    organizationId,
    requestId: step.requestId,
    stepId: step.id,
    kind: 'APPROVE' as const,
    decidedBy,
    decidedByName,
    comment,
    requestVersion,
    contentHash: given.contentHash,
    carriedFrom: given.id,
    decidedAt: ctx.clock.now(),
  })
}

/**
 * Carries over what was approved on the revision before, where its content is the same and policies keep it, and moves
 * on to the first step that is still to be agreed. The steps of the request are stored already.
 */
export async function carryApprovals(
  ctx: Ctx,
  request: ApprovalRequest,
  steps: ApprovalStep[],
): Promise<void> {
  const before = await findBefore(ctx, request)
  if (!before) return
  for (const step of steps) {
    const carried = carriedApprovals(step, before).map((given) => carry(ctx, step, given))
    ctx.em.persist(carried)
    if (step.status !== 'ACTIVE' || stepOutcome(step, carried) !== 'APPROVED') continue
    const now = ctx.clock.now()
    Object.assign(step, { status: 'APPROVED', decidedAt: now })
    const next = steps.find(({ status }) => status === 'WAITING')
    if (next) Object.assign(next, { status: 'ACTIVE', activatedAt: now })
    else Object.assign(request, { status: 'APPROVED', decidedAt: now })
  }
}
