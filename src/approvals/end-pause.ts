import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import type { ApprovalRequest } from './approval-request.entity.ts'
import { eventData, stepSnapshot, type OrderSnapshot } from './approval-snapshot.ts'
import type { ApprovalStep } from './approval-step.entity.ts'
import { notPaused, pausedMs } from './pause.rules.ts'
import { instantsAfterPause } from './timers.rules.ts'
import { approvalResumed } from './timers.events.ts'

/** A locked request with its steps. */
export interface PausedApproval {
  request: ApprovalRequest
  steps: readonly ApprovalStep[]
  step: ApprovalStep
}

/**
 * Lets the time of a locked request run again, if it stands still: what is due moves by the length of the pause. Records
 * `approval.resumed`.
 */
export function endPause(
  ctx: Ctx,
  { request, steps, step }: PausedApproval,
  { at, snapshot }: { at: Date; snapshot: OrderSnapshot | undefined },
): void {
  if (!request.pausedAt) return
  Object.assign(step, instantsAfterPause(step, pausedMs(request, at)))
  Object.assign(request, { ...notPaused, updatedAt: at })
  const data = { ...eventData(request, steps, snapshot), step: stepSnapshot(step) }
  record(ctx, approvalResumed, { subject: request, data })
}
