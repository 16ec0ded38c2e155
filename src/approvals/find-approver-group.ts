import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { ApproverGroup } from './approver-group.entity.ts'

/** One group of approvers; null when it is missing or out of sight. */
export async function findApproverGroup(ctx: Ctx, id: string): Promise<ApproverGroup | null> {
  allow(ctx, 'APPROVAL_POLICY_READ')
  return load(ctx.em, ApproverGroup, id)
}
