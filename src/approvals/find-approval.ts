import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { ApprovalRequest } from './approval-request.entity.ts'

/** One approval request; null when it is missing or out of sight. */
export async function findApproval(ctx: Ctx, id: string): Promise<ApprovalRequest | null> {
  allow(ctx, 'APPROVAL_READ')
  return load(ctx.em, ApprovalRequest, id)
}
