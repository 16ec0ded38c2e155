import type { Ctx } from '../access/ctx.ts'
import { ApprovalPolicyVersion } from './approval-policy-version.entity.ts'
import type { ApprovalPolicy } from './approval-policy.entity.ts'
import type { PolicyDefinition } from './policy-definition.schema.ts'

/** Keeps what the policy says from now on, under its present version. */
export function savePolicyVersion(ctx: Ctx, policy: ApprovalPolicy, definition: PolicyDefinition): void {
  ctx.em.persist(
    Object.assign(new ApprovalPolicyVersion(), {
      id: ctx.ids.next('apv'),
      sellerId: policy.sellerId,
      policyId: policy.id,
      version: policy.version,
      definition,
      savedBy: ctx.actor.id,
      savedByName: ctx.actor.name,
      savedAt: ctx.clock.now(),
    }),
  )
}
