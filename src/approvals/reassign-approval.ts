import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { stepIn } from '../access/step-in.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { idempotent } from '../events/idempotent.ts'
import { record } from '../events/record.ts'
import { DomainError, notFound, refuse } from '../platform/errors.ts'
import { ApprovalDecision } from './approval-decision.entity.ts'
import { approvalApproversChanged } from './approval-people.events.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import { eventData, stepSnapshot } from './approval-snapshot.ts'
import { requireSellerSide } from './require-seller-side.ts'
import { requiredText } from './required-text.ts'
import type { ApprovalReassignInput } from './approval-commands.inputs.ts'
import { lastWords } from './decision.rules.ts'
import { findNewApprover } from './find-new-approver.ts'
import { lockApproval } from './lock-approval.ts'
import { handOver, handoverObstacle } from './place.rules.ts'
import { requirePending } from './require-pending.ts'
import { setStepGroups } from './set-step-groups.ts'
import { stillDecides } from './still-decides.ts'

/** Whose place it is. An approver hands over its own; for others it takes an administrator of the same seller. */
function placeOf(ctx: Ctx, request: ApprovalRequest, fromUserId: string | null | undefined): string {
  if (!fromUserId || fromUserId === ctx.actor.id) return ctx.actor.id
  allow(ctx, 'APPROVAL_MANAGE')
  inWriteReach(ctx, request, ['approvalId'])
  return fromUserId
}

async function requireOwnRight(ctx: Ctx): Promise<void> {
  const still = await stillDecides(ctx, [ctx.actor.id])
  if (!still.has(ctx.actor.id))
    throw refuse('APPROVAL_NOT_ELIGIBLE', 'You may not decide any more.', ['approvalId'])
}

async function reassign(caller: Ctx, input: ApprovalReassignInput): Promise<ApprovalRequest> {
  const reason = requiredText(input.reason, 'reason')
  const seen = await caller.em.findOne(ApprovalRequest, { id: input.approvalId })
  if (!seen) throw notFound('approval request', ['approvalId'])
  const from = placeOf(caller, seen, input.fromUserId)
  const ctx = await stepIn(caller, seen.sellerId)
  const locked = await lockApproval(ctx, input)
  const open = requirePending(ctx, locked)
  const { request, step } = open
  await requireOwnRight(ctx)
  const { sellerId } = request
  const to = await findNewApprover(ctx, { sellerId, id: input.toUserId, path: ['toUserId'] })
  const words = lastWords(
    await ctx.em.find(ApprovalDecision, { stepId: step.id }, { orderBy: { decidedAt: 'asc', id: 'asc' } }),
  )
  const { requesterId } = locked
  const agreed = words.flatMap((one) => [one.decidedBy, ...one.decidedFor.map(({ id }) => id)])
  const obstacle = handoverObstacle({ groups: step.groups, from, to, requesterId, agreed })
  if (obstacle) throw new DomainError([obstacle])
  const gone = new Set(agreed.filter((id) => !step.approverIds.includes(id)))
  const change = setStepGroups(step, handOver(step.groups, from, to), gone)
  Object.assign(request, { version: request.version + 1, updatedAt: ctx.clock.now() })
  const data = { ...eventData(request, open.steps, undefined), step: stepSnapshot(step) }
  record(ctx, approvalApproversChanged, {
    subject: request,
    data: { ...data, cause: 'REASSIGNED', ...change, reason },
  })
  return request
}

/**
 * Hands a place in the open step over: an approver its own, an administrator anybody's. Records
 * `approval.approvers_changed` with both names. Refuses APPROVER_NOT_ASKED, APPROVER_UNKNOWN, APPROVER_ALREADY_ASKED,
 * SELF_APPROVAL, APPROVAL_NOT_PENDING and VERSION_CONFLICT.
 */
export async function reassignApproval(caller: Ctx, input: ApprovalReassignInput): Promise<ApprovalRequest> {
  allow(caller, 'APPROVAL_DECIDE')
  requireSellerSide(caller, ['approvalId'])
  return idempotent(
    caller,
    { operation: 'approvalReassign', input, resultId: input.approvalId },
    {
      work: () => reassign(caller, input),
      replay: (id) => caller.em.findOneOrFail(ApprovalRequest, { id }, { refresh: true }),
    },
  )
}
