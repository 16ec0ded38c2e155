import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { flushUnique } from '../platform/flush-unique.ts'
import { ApproverGroup } from './approver-group.entity.ts'
import type { ApproverGroupCreateInput } from './approver-groups.inputs.ts'
import { membersOf } from './members-of.ts'
import { nameTaken, policyName } from './policy-name.ts'
import { recordGroupEvent } from './record-group-event.ts'

async function addGroup(ctx: Ctx, input: ApproverGroupCreateInput): Promise<ApproverGroup> {
  const now = ctx.clock.now()
  const group = Object.assign(new ApproverGroup(), {
    id: ctx.ids.next('apg'),
    sellerId: ctx.actor.sellerId,
    name: policyName(input.name),
    memberIds: await membersOf(ctx, input.memberIds),
    createdAt: now,
    updatedAt: now,
  })
  ctx.em.persist(group)
  await flushUnique(ctx.em, nameTaken)
  recordGroupEvent(ctx, group)
  return group
}

/**
 * Makes a group of approvers of the caller's seller. Records `approver_group.saved`. Refuses TEXT_LENGTH, NAME_TAKEN,
 * MEMBERS_COUNT and APPROVER_UNKNOWN.
 */
export async function createApproverGroup(ctx: Ctx, input: ApproverGroupCreateInput): Promise<ApproverGroup> {
  allow(ctx, 'APPROVAL_POLICY_WRITE')
  return idempotent(
    ctx,
    { operation: 'approverGroupCreate', input },
    { work: () => addGroup(ctx, input), replay: (id) => ctx.em.findOneOrFail(ApproverGroup, { id }) },
  )
}
