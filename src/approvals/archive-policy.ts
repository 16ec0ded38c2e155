import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { ApprovalPolicyVersion } from './approval-policy-version.entity.ts'
import type { ApprovalPolicy } from './approval-policy.entity.ts'
import { findPolicyForUpdate } from './find-policy-for-update.ts'
import { approvalPolicyArchived } from './policies.events.ts'
import type { ApprovalPolicyArchiveInput } from './policies.inputs.ts'
import { recordPolicyEvent } from './record-policy-event.ts'
import { savePolicyVersion } from './save-policy-version.ts'

/**
 * Puts a policy away for good; its name is free again, requests keep naming it. Records `approval_policy.archived`.
 * Refuses NOT_FOUND, OUT_OF_REACH, VERSION_CONFLICT and POLICY_ARCHIVED.
 */
export async function archivePolicy(ctx: Ctx, input: ApprovalPolicyArchiveInput): Promise<ApprovalPolicy> {
  allow(ctx, 'APPROVAL_POLICY_WRITE')
  const policy = await findPolicyForUpdate(ctx, input.policyId, input.expectedVersion)
  const { id: policyId, sellerId, version } = policy
  const { definition } = await ctx.em.findOneOrFail(ApprovalPolicyVersion, { sellerId, policyId, version })
  Object.assign(policy, { status: 'ARCHIVED', version: version + 1, updatedAt: ctx.clock.now() } as const)
  savePolicyVersion(ctx, policy, definition)
  recordPolicyEvent(ctx, approvalPolicyArchived, { policy, definition })
  return policy
}
