import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import { advanceApproval } from './advance-approval.ts'
import type { ApprovalRequest } from './approval-request.entity.ts'
import type { OrderSnapshot } from './approval-snapshot.ts'
import type { DecisionOutcome } from './decision.rules.ts'
import { lockApproval } from './lock-approval.ts'
import { newDecision } from './new-decision.ts'
import { requirePending } from './require-pending.ts'
import { requiredText } from './required-text.ts'
import { stillDecides } from './still-decides.ts'
import { tellDecision } from './tell-decision.ts'

export interface RecordOverrideInput {
  approvalId: string
  kind: 'APPROVE' | 'REJECT'
  reason: string
  expectedVersion: number
  snapshot: OrderSnapshot
}

/**
 * Records that an administrator decided the whole request in place of its approvers: steps that wait are skipped. The
 * order is the caller's to move. Refuses as `recordDecision`, and FORBIDDEN without APPROVAL_MANAGE.
 */
export async function recordOverride(
  ctx: Ctx,
  input: RecordOverrideInput,
): Promise<{ request: ApprovalRequest; outcome: DecisionOutcome }> {
  allow(ctx, 'APPROVAL_MANAGE')
  const comment = requiredText(input.reason, 'reason')
  const locked = await lockApproval(ctx, input)
  const open = requirePending(ctx, locked)
  if (locked.requesterId === ctx.actor.id)
    throw refuse('SELF_APPROVAL', 'You asked for this approval. Somebody else must decide.', ['approvalId'])
  const still = await stillDecides(ctx, [ctx.actor.id])
  if (!still.has(ctx.actor.id))
    throw refuse('APPROVAL_NOT_ELIGIBLE', 'You may not decide any more.', ['approvalId'])
  const { kind, snapshot } = input
  const decision = newDecision(ctx, open, { kind, comment, isOverride: true })
  ctx.em.persist(decision)
  const outcome = kind === 'APPROVE' ? 'APPROVED' : 'REJECTED'
  advanceApproval(open, outcome, { now: ctx.clock.now(), isLast: true })
  tellDecision(ctx, open, { decision, next: null, snapshot })
  return { request: open.request, outcome }
}
