import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import type { OpenApproval } from './advance-approval.ts'
import type { ApprovalDecision } from './approval-decision.entity.ts'
import { eventData, stepSnapshot, type OrderSnapshot } from './approval-snapshot.ts'
import type { ApprovalStep } from './approval-step.entity.ts'
import { approvalCompleted, approvalDecisionRecorded, approvalStepActivated } from './approvals.events.ts'

export interface ToldDecision {
  decision: ApprovalDecision
  /** The step whose turn has come. */
  next: ApprovalStep | null
  /** The order as its events show it; without it, the events name its id, number and revision. */
  snapshot: OrderSnapshot | undefined
}

/** Records that somebody decided, and what came of it. */
export function tellDecision(ctx: Ctx, open: OpenApproval, told: ToldDecision): void {
  const { request, steps, step } = open
  const { id, kind, comment, stage, channel, decidedAt, decidedFor, isOverride, lineNumbers } = told.decision
  const data = eventData(request, steps, told.snapshot)
  const decision = {
    id,
    kind,
    comment,
    stage,
    channel,
    lineNumbers,
    isOverride,
    decidedFor,
    stepPosition: step.position,
    decidedBy: { id: told.decision.decidedBy, name: told.decision.decidedByName },
    decidedAt: decidedAt.toISOString(),
  }
  record(ctx, approvalDecisionRecorded, { subject: request, data: { ...data, decision } })
  if (told.next)
    record(ctx, approvalStepActivated, {
      subject: request,
      data: { ...data, step: stepSnapshot(told.next) },
    })
  if (request.status !== 'PENDING')
    record(ctx, approvalCompleted, { subject: request, data: { ...data, decision } })
}
