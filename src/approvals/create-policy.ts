import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { refuseAll } from '../platform/errors.ts'
import { flushUnique } from '../platform/flush-unique.ts'
import { ApprovalPolicy } from './approval-policy.entity.ts'
import { knownApprovers } from './known-approvers.ts'
import { approvalPolicyCreated } from './policies.events.ts'
import type { ApprovalPolicyCreateInput } from './policies.inputs.ts'
import { nameTaken, policyName } from './policy-name.ts'
import { policyProblems } from './policy-problems.rules.ts'
import { readPolicyDefinition } from './read-policy-definition.ts'
import { recordPolicyEvent } from './record-policy-event.ts'
import { savePolicyVersion } from './save-policy-version.ts'

async function addPolicy(ctx: Ctx, input: ApprovalPolicyCreateInput): Promise<ApprovalPolicy> {
  const name = policyName(input.name)
  const definition = readPolicyDefinition(input.definition, ['definition'])
  refuseAll(policyProblems(definition, await knownApprovers(ctx)))
  const now = ctx.clock.now()
  const policy = Object.assign(new ApprovalPolicy(), {
    id: ctx.ids.next('app'),
    sellerId: ctx.actor.sellerId,
    name,
    status: input.isActive ? 'ACTIVE' : 'INACTIVE',
    passesDown: input.passesDown,
    createdAt: now,
    updatedAt: now,
  } as const)
  ctx.em.persist(policy)
  await flushUnique(ctx.em, nameTaken)
  savePolicyVersion(ctx, policy, definition)
  recordPolicyEvent(ctx, approvalPolicyCreated, { policy, definition })
  return policy
}

/**
 * Makes a policy of the caller's seller. Counts for orders that are routed from now on. Records
 * `approval_policy.created`. Refuses NAME_TAKEN and whatever `policyProblems` finds.
 */
export async function createPolicy(ctx: Ctx, input: ApprovalPolicyCreateInput): Promise<ApprovalPolicy> {
  allow(ctx, 'APPROVAL_POLICY_WRITE')
  return idempotent(
    ctx,
    { operation: 'approvalPolicyCreate', input },
    { work: () => addPolicy(ctx, input), replay: (id) => ctx.em.findOneOrFail(ApprovalPolicy, { id }) },
  )
}
