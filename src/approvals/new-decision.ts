import type { Ctx } from '../access/ctx.ts'
import type { OpenApproval } from './advance-approval.ts'
import { ApprovalDecision } from './approval-decision.entity.ts'

/** What was said of the open step, and how. */
export type Said = Pick<ApprovalDecision, 'kind' | 'comment'> &
  Partial<Pick<ApprovalDecision, 'stage' | 'lineNumbers' | 'decidedFor' | 'isOverride'>>

/** The actor's decision on the open step, as it is stored: with the version and the content that it was about. */
export function newDecision(ctx: Ctx, open: OpenApproval, said: Said): ApprovalDecision {
  const { request, step } = open
  return Object.assign(new ApprovalDecision(), {
    ...said,
    id: ctx.ids.next('apd'),
    sellerId: request.sellerId,
    organizationId: request.organizationId,
    requestId: request.id,
    stepId: step.id,
    decidedBy: ctx.actor.id,
    decidedByName: ctx.actor.name,
    channel: ctx.actor.kind === 'LINK' ? 'EMAIL' : 'API',
    requestVersion: request.version,
    contentHash: request.contentHash,
    decidedAt: ctx.clock.now(),
  } as const)
}
