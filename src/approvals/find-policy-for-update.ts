import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { ApprovalPolicy } from './approval-policy.entity.ts'

/** The policy under its lock. Refuses NOT_FOUND, OUT_OF_REACH, POLICY_ARCHIVED and VERSION_CONFLICT. */
export async function findPolicyForUpdate(
  ctx: Ctx,
  id: string,
  expectedVersion?: number | null,
): Promise<ApprovalPolicy> {
  const found = await ctx.em.findOne(ApprovalPolicy, { id })
  if (!found) throw notFound('approval policy', ['policyId'])
  inWriteReach(ctx, found, ['policyId'])
  const policy = await ctx.em.findOneOrFail(
    ApprovalPolicy,
    { id },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  )
  const { version: currentVersion, status } = policy
  if (status === 'ARCHIVED')
    throw refuse('POLICY_ARCHIVED', 'The policy was put away. Make a new one.', ['policyId'])
  if (typeof expectedVersion === 'number' && expectedVersion !== currentVersion)
    throw refuse('VERSION_CONFLICT', 'The policy has changed since you read it. Read it again.', {
      path: ['expectedVersion'],
      details: { currentVersion },
    })
  return policy
}
