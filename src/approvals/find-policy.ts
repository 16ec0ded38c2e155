import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { ApprovalPolicy } from './approval-policy.entity.ts'

/** One policy; null when it is missing or out of sight. */
export async function findPolicy(ctx: Ctx, id: string): Promise<ApprovalPolicy | null> {
  allow(ctx, 'APPROVAL_POLICY_READ')
  return load(ctx.em, ApprovalPolicy, id)
}
