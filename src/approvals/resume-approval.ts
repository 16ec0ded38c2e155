import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import { endPause } from './end-pause.ts'
import { lockForPause } from './lock-for-pause.ts'
import type { ApprovalResumeInput } from './pause.inputs.ts'

async function resume(ctx: Ctx, input: ApprovalResumeInput): Promise<ApprovalRequest> {
  const open = await lockForPause(ctx, input, 'RESUME')
  open.request.version += 1
  endPause(ctx, open, { at: ctx.clock.now(), snapshot: undefined })
  return open.request
}

/**
 * Lets the time of a paused request run again: what is due moves by the length of the pause. Records
 * `approval.resumed`. Refuses as `lockForPause`.
 */
export async function resumeApproval(ctx: Ctx, input: ApprovalResumeInput): Promise<ApprovalRequest> {
  allow(ctx, 'APPROVAL_DECIDE')
  const { approvalId: id } = input
  return idempotent(
    ctx,
    { operation: 'approvalResume', input, resultId: id },
    { work: () => resume(ctx, input), replay: () => ctx.em.findOneOrFail(ApprovalRequest, { id }) },
  )
}
