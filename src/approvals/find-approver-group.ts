import { may } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { ApproverGroup } from './approver-group.entity.ts'

/** One group of approvers; null when it is missing, out of sight, or not for the caller. */
export async function findApproverGroup(ctx: Ctx, id: string): Promise<ApproverGroup | null> {
  return may(ctx.actor, 'APPROVAL_POLICY_READ') ? load(ctx.em, ApproverGroup, id) : null
}
