import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { stepIn } from '../access/step-in.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { idempotent } from '../events/idempotent.ts'
import { record } from '../events/record.ts'
import { notFound } from '../platform/errors.ts'
import { ApprovalComment } from './approval-comment.entity.ts'
import type { ApprovalCommentAddInput } from './approval-commands.inputs.ts'
import { approvalCommentAdded } from './approval-people.events.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import { eventData } from './approval-snapshot.ts'
import { requireInvolved } from './require-involved.ts'
import { requiredText } from './required-text.ts'
import { stepsOf } from './steps-of.ts'

async function addTo(ctx: Ctx, request: ApprovalRequest, body: string): Promise<ApprovalComment> {
  const steps = await stepsOf(ctx, request.id)
  await requireInvolved(ctx, request, steps)
  const comment = Object.assign(new ApprovalComment(), {
    id: ctx.ids.next('apc'),
    sellerId: request.sellerId,
    requestId: request.id,
    authorId: ctx.actor.id,
    authorName: ctx.actor.name,
    body,
    createdAt: ctx.clock.now(),
  })
  ctx.em.persist(comment)
  const { id, authorName: name, createdAt } = comment
  const told = { id, author: { id: ctx.actor.id, name }, body, createdAt: createdAt.toISOString() }
  const data = { ...eventData(request, steps, undefined), comment: told }
  record(ctx, approvalCommentAdded, { subject: request, data })
  return comment
}

/**
 * Says something about a request, in any status; it moves nothing, and the version stays. For its requester, approvers
 * and watchers, and with APPROVAL_MANAGE. Records `approval.comment_added`.
 */
export async function addComment(caller: Ctx, input: ApprovalCommentAddInput): Promise<ApprovalComment> {
  allow(caller, 'APPROVAL_READ')
  const body = requiredText(input.body, 'body')
  const request = await caller.em.findOne(ApprovalRequest, { id: input.approvalId })
  if (!request) throw notFound('approval request', ['approvalId'])
  const ctx = await stepIn(caller, request.sellerId)
  inWriteReach(ctx, request, ['approvalId'])
  return idempotent(
    ctx,
    { operation: 'approvalCommentAdd', input },
    { work: () => addTo(ctx, request, body), replay: (id) => ctx.em.findOneOrFail(ApprovalComment, { id }) },
  )
}
