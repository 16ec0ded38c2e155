import { LockMode } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { flushUnique } from '../platform/flush-unique.ts'
import { ApproverGroup } from './approver-group.entity.ts'
import type { ApproverGroupUpdateInput } from './approver-groups.inputs.ts'
import { membersOf } from './members-of.ts'
import { nameTaken, policyName } from './policy-name.ts'
import { recordGroupEvent } from './record-group-event.ts'

/**
 * Changes name or members of a group; requests that are open stay as they were routed. Records `approver_group.saved`.
 * Refuses NOT_FOUND, OUT_OF_REACH, VERSION_CONFLICT, and as `createApproverGroup`.
 */
export async function updateApproverGroup(ctx: Ctx, input: ApproverGroupUpdateInput): Promise<ApproverGroup> {
  allow(ctx, 'APPROVAL_POLICY_WRITE')
  const { groupId: id, expectedVersion, name, memberIds } = input
  const found = await ctx.em.findOne(ApproverGroup, { id })
  if (!found) throw notFound('group of approvers', ['groupId'])
  inWriteReach(ctx, found, ['groupId'])
  const lockMode = LockMode.PESSIMISTIC_WRITE
  const group = await ctx.em.findOneOrFail(ApproverGroup, { id }, { lockMode, refresh: true })
  if (group.version !== expectedVersion)
    throw refuse('VERSION_CONFLICT', 'The group has changed since you read it. Read it again.', {
      path: ['expectedVersion'],
      details: { currentVersion: group.version },
    })
  Object.assign(group, {
    ...(typeof name === 'string' ? { name: policyName(name) } : {}),
    ...(memberIds ? { memberIds: await membersOf(ctx, memberIds) } : {}),
    version: group.version + 1,
    updatedAt: ctx.clock.now(),
  })
  await flushUnique(ctx.em, nameTaken)
  recordGroupEvent(ctx, group)
  return group
}
