import { may } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { ApprovalPolicy } from './approval-policy.entity.ts'

/** One policy; null when it is missing, out of sight, or not for the caller. */
export async function findPolicy(ctx: Ctx, id: string): Promise<ApprovalPolicy | null> {
  return may(ctx.actor, 'APPROVAL_POLICY_READ') ? load(ctx.em, ApprovalPolicy, id) : null
}
