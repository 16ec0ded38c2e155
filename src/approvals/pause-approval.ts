import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { record } from '../events/record.ts'
import { refuseAll } from '../platform/errors.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import { eventData, stepSnapshot } from './approval-snapshot.ts'
import { lockForPause } from './lock-for-pause.ts'
import type { ApprovalPauseInput } from './pause.inputs.ts'
import { pauseProblems } from './pause.rules.ts'
import { approvalPaused } from './timers.events.ts'

async function pause(ctx: Ctx, input: ApprovalPauseInput): Promise<ApprovalRequest> {
  const now = ctx.clock.now()
  const said = { reason: input.reason, note: input.note?.trim() || null, until: input.until ?? null }
  refuseAll(pauseProblems(said, now))
  const { request, steps, step } = await lockForPause(ctx, input, 'PAUSE')
  Object.assign(request, {
    pausedAt: now,
    pausedUntil: said.until,
    pausedByName: ctx.actor.name,
    pauseReason: said.reason,
    pauseNote: said.note,
    version: request.version + 1,
    updatedAt: now,
  })
  const data = { ...eventData(request, steps, undefined), step: stepSnapshot(step) }
  record(ctx, approvalPaused, { subject: request, data })
  return request
}

/**
 * Lets the time of a pending request stand still, until it is resumed, decided, or an instant comes. Records
 * `approval.paused`. Refuses NOTE_REQUIRED, TEXT_TOO_LONG, PAUSE_END_INVALID, and as `lockForPause`.
 */
export async function pauseApproval(ctx: Ctx, input: ApprovalPauseInput): Promise<ApprovalRequest> {
  allow(ctx, 'APPROVAL_DECIDE')
  const { approvalId: id } = input
  return idempotent(
    ctx,
    { operation: 'approvalPause', input, resultId: id },
    { work: () => pause(ctx, input), replay: () => ctx.em.findOneOrFail(ApprovalRequest, { id }) },
  )
}
