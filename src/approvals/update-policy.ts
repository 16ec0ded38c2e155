import { isDeepStrictEqual } from 'node:util'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { refuseAll } from '../platform/errors.ts'
import { flushUnique } from '../platform/flush-unique.ts'
import { ApprovalPolicyVersion } from './approval-policy-version.entity.ts'
import type { ApprovalPolicy } from './approval-policy.entity.ts'
import { findPolicyForUpdate } from './find-policy-for-update.ts'
import { knownApprovers } from './known-approvers.ts'
import { approvalPolicyUpdated } from './policies.events.ts'
import type { ApprovalPolicyUpdateInput } from './policies.inputs.ts'
import type { PolicyDefinition } from './policy-definition.schema.ts'
import { nameTaken, policyName } from './policy-name.ts'
import { policyProblems } from './policy-problems.rules.ts'
import { readPolicyDefinition } from './read-policy-definition.ts'
import { recordPolicyEvent } from './record-policy-event.ts'
import { savePolicyVersion } from './save-policy-version.ts'

async function definitionOf(
  ctx: Ctx,
  input: ApprovalPolicyUpdateInput,
  before: PolicyDefinition,
): Promise<PolicyDefinition> {
  if (!input.definition) return before
  const definition = readPolicyDefinition(input.definition, ['definition'])
  refuseAll(policyProblems(definition, await knownApprovers(ctx)))
  return definition
}

/**
 * Changes a policy: every change is a new version. Requests that are open stay as they were routed. Records
 * `approval_policy.updated` when something changed. Refuses as `createPolicy`, and VERSION_CONFLICT, POLICY_ARCHIVED.
 */
export async function updatePolicy(ctx: Ctx, input: ApprovalPolicyUpdateInput): Promise<ApprovalPolicy> {
  allow(ctx, 'APPROVAL_POLICY_WRITE')
  const policy = await findPolicyForUpdate(ctx, input.policyId, input.expectedVersion)
  const { id: policyId, sellerId, version } = policy
  const current = await ctx.em.findOneOrFail(ApprovalPolicyVersion, { sellerId, policyId, version })
  const definition = await definitionOf(ctx, input, current.definition)
  const { name, status, passesDown } = policy
  const next = {
    name: typeof input.name === 'string' ? policyName(input.name) : name,
    status: typeof input.isActive === 'boolean' ? (input.isActive ? 'ACTIVE' : 'INACTIVE') : status,
    passesDown: input.passesDown ?? passesDown,
  } as const
  const isSame =
    isDeepStrictEqual(definition, current.definition) && isDeepStrictEqual(next, { name, status, passesDown })
  if (isSame) return policy
  Object.assign(policy, next, { version: version + 1, updatedAt: ctx.clock.now() })
  savePolicyVersion(ctx, policy, definition)
  await flushUnique(ctx.em, nameTaken)
  recordPolicyEvent(ctx, approvalPolicyUpdated, { policy, definition })
  return policy
}
