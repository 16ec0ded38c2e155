import type { Ctx } from '../access/ctx.ts'
import { loadList, type ListOf } from '../platform/load-list.ts'
import { ApprovalPolicyVersion } from './approval-policy-version.entity.ts'
import type { ApprovalPolicy } from './approval-policy.entity.ts'

const ofPolicy: ListOf<ApprovalPolicyVersion> = {
  entity: ApprovalPolicyVersion,
  by: 'policyId',
  orderBy: { version: 'desc' },
}

/** All that a policy says and said, the present first; many policies cost one query. */
export async function versionsOfPolicy(
  ctx: Pick<Ctx, 'em'>,
  policy: ApprovalPolicy,
): Promise<ApprovalPolicyVersion[]> {
  return loadList(ctx, ofPolicy, policy.id)
}

/** What a policy says now. */
export async function currentPolicyVersion(
  ctx: Pick<Ctx, 'em'>,
  policy: ApprovalPolicy,
): Promise<ApprovalPolicyVersion> {
  const [current] = await versionsOfPolicy(ctx, policy)
  if (!current) throw new Error(`Policy ${policy.id} says nothing`)
  return current
}
