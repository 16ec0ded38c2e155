import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { ApproverGroup } from './approver-group.entity.ts'

/** The groups of approvers of the caller's own seller, by name. */
export async function listApproverGroups(ctx: Ctx): Promise<ApproverGroup[]> {
  allow(ctx, 'APPROVAL_POLICY_READ')
  return ctx.em.find(ApproverGroup, { sellerId: ctx.actor.sellerId }, { orderBy: { name: 'asc', id: 'asc' } })
}
