import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { approvalRoutingData } from './approval-routing-data.ts'
import { directoryWithoutOrder } from './directory-without-order.ts'
import { lintPolicies, type PolicyWarning } from './lint-policies.rules.ts'

/** What is odd about the active policies of the caller's own seller, seen together with those that it inherits. */
export async function warnOfPolicies(ctx: Ctx): Promise<PolicyWarning[]> {
  allow(ctx, 'APPROVAL_POLICY_READ')
  const { sellerId, id } = ctx.actor
  const data = await approvalRoutingData(ctx, { sellerId, requesterIds: [id] })
  const { policies } = data
  const own = new Set(policies.filter(({ ownerId }) => ownerId === sellerId).map((policy) => policy.id))
  const found = lintPolicies(policies, {
    directory: directoryWithoutOrder(data),
    now: ctx.clock.now().toISOString(),
  })
  return found.filter(({ policyId }) => own.has(policyId))
}
