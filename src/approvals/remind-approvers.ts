import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import { ApprovalDecision } from './approval-decision.entity.ts'
import type { ApprovalRequest } from './approval-request.entity.ts'
import { eventData, stepSnapshot, type OrderSnapshot } from './approval-snapshot.ts'
import type { ApprovalStep } from './approval-step.entity.ts'
import { approvalReminderDue } from './timers.events.ts'
import { undecidedApprovers } from './undecided-approvers.rules.ts'

/** Records `approval.reminder_due` with those whom the open step of a locked request still waits for. Once per step. */
export async function remindApprovers(
  ctx: Ctx,
  { request, steps, step }: { request: ApprovalRequest; steps: readonly ApprovalStep[]; step: ApprovalStep },
  snapshot: OrderSnapshot,
): Promise<void> {
  const orderBy = { decidedAt: 'asc', id: 'asc' } as const
  const decisions = await ctx.em.find(ApprovalDecision, { stepId: step.id }, { orderBy })
  step.remindedAt = ctx.clock.now()
  const waitingFor = undecidedApprovers(step, decisions)
  const data = { ...eventData(request, steps, snapshot), step: stepSnapshot(step), waitingFor }
  record(ctx, approvalReminderDue, { subject: request, data })
}
