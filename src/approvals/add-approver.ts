import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { stepIn } from '../access/step-in.ts'
import { idempotent } from '../events/idempotent.ts'
import { record } from '../events/record.ts'
import { notFound, refuse } from '../platform/errors.ts'
import type { OpenApproval } from './advance-approval.ts'
import type { ApprovalApproverAddInput } from './approval-commands.inputs.ts'
import { approvalApproversChanged } from './approval-people.events.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import { eventData, stepSnapshot } from './approval-snapshot.ts'
import { ApprovalStep } from './approval-step.entity.ts'
import { approvalStepActivated } from './approvals.events.ts'
import type { Approver } from './approver.view.ts'
import { findNewApprover } from './find-new-approver.ts'
import { lockApproval } from './lock-approval.ts'
import { requireInvolved } from './require-involved.ts'
import { requirePending } from './require-pending.ts'
import { requiredText } from './required-text.ts'

const mostSteps = 20

/** A step of one person, in front of the open one or behind it; the others move back. */
function putStep(ctx: Ctx, open: OpenApproval, asked: { who: Approver; isBefore: boolean; reason: string }) {
  const { request, step: current } = open
  const { who, isBefore, reason } = asked
  const position = isBefore ? current.position : current.position + 1
  for (const one of open.steps) if (one.position >= position) one.position += 1
  const now = ctx.clock.now()
  const message = `${ctx.actor.name} asked ${who.name} to agree: ${reason}`
  const added = Object.assign(new ApprovalStep(), {
    id: ctx.ids.next('aps'),
    sellerId: request.sellerId,
    organizationId: request.organizationId,
    requestId: request.id,
    position,
    status: isBefore ? 'ACTIVE' : 'WAITING',
    approverIds: [who.id],
    approvers: [who],
    groups: [{ approvers: [who], minimumApprovals: 1, selfApproverIds: [] }],
    reasons: [{ rule: 'AD_HOC', policy: null, message }],
    reason: message,
    activatedAt: isBefore ? now : null,
  } as const)
  if (isBefore) current.status = 'WAITING'
  ctx.em.persist(added)
  Object.assign(request, { version: request.version + 1, updatedAt: now })
  const steps = [...open.steps, added].toSorted((a, b) => a.position - b.position)
  return { added, steps }
}

async function add(caller: Ctx, input: ApprovalApproverAddInput): Promise<ApprovalRequest> {
  const reason = requiredText(input.reason, 'reason')
  const seen = await caller.em.findOne(ApprovalRequest, { id: input.approvalId })
  if (!seen) throw notFound('approval request', ['approvalId'])
  const ctx = await stepIn(caller, seen.sellerId)
  const locked = await lockApproval(ctx, input)
  const open = requirePending(ctx, locked)
  const { request } = open
  await requireInvolved(ctx, request, open.steps)
  if (open.steps.length >= mostSteps)
    throw refuse('TOO_MANY', `A request has at most ${mostSteps} steps.`, ['approvalId'])
  const { sellerId } = request
  const who = await findNewApprover(ctx, { sellerId, id: input.userId, path: ['userId'] })
  if (who.id === locked.requesterId)
    throw refuse('SELF_APPROVAL', 'This person asked for the approval. Name somebody else.', ['userId'])
  const { added, steps } = putStep(ctx, open, { who, isBefore: input.place === 'BEFORE', reason })
  const data = { ...eventData(request, steps, undefined), step: stepSnapshot(added) }
  const change = { cause: 'ADDED' as const, removed: [], added: [who], reason }
  record(ctx, approvalApproversChanged, { subject: request, data: { ...data, ...change } })
  if (added.status === 'ACTIVE') record(ctx, approvalStepActivated, { subject: request, data })
  return request
}

/**
 * Asks one more person, who must agree as well, before the open step or after it; nobody else is asked less. For the
 * requester, the approvers, and with APPROVAL_MANAGE. Records `approval.approvers_changed`. Refuses APPROVER_UNKNOWN,
 * SELF_APPROVAL, TOO_MANY, APPROVAL_NOT_PENDING and VERSION_CONFLICT.
 */
export async function addApprover(caller: Ctx, input: ApprovalApproverAddInput): Promise<ApprovalRequest> {
  allow(caller, 'APPROVAL_READ')
  return idempotent(
    caller,
    { operation: 'approvalApproverAdd', input, resultId: input.approvalId },
    {
      work: () => add(caller, input),
      replay: (id) => caller.em.findOneOrFail(ApprovalRequest, { id }, { refresh: true }),
    },
  )
}
