import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import { approvalsLeftToNobody, type AbandonedApproval } from './approvals-left-to-nobody.ts'
import { lastApproverMessage } from './last-approver-message.ts'

/** Who decides no more, and where the input says so. */
export interface LeavingApprover {
  id: string
  path: string[]
  /** True: go all the same. The requests are then told as blocked. */
  force?: boolean | null | undefined
}

/** Refuses LAST_APPROVER, naming the open requests that nobody could decide without this user or API key. */
export async function keepOneApprover(ctx: Ctx, leaving: LeavingApprover): Promise<void> {
  if (leaving.force) return
  const left: AbandonedApproval[] = await approvalsLeftToNobody(ctx, [leaving.id])
  if (left.length === 0) return
  throw refuse('LAST_APPROVER', lastApproverMessage(left), {
    path: leaving.path,
    details: { approvalIds: left.map(({ requestId }) => requestId) },
  })
}
