import { allow, may } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { ApprovalDelegation } from './approval-delegation.entity.ts'

const most = 200

/**
 * Delegations of the caller's reseller that have not ended, the newest first, 200 at most: those that are from or to
 * the caller; all of them with APPROVAL_MANAGE.
 */
export async function listDelegations(ctx: Ctx): Promise<ApprovalDelegation[]> {
  allow(ctx, 'APPROVAL_DECIDE')
  const { id, sellerId } = ctx.actor
  const own = { $or: [{ fromUserId: id }, { toUserId: id }] }
  return ctx.em.find(
    ApprovalDelegation,
    {
      sellerId,
      endedAt: null,
      validTo: { $gt: ctx.clock.now() },
      ...(may(ctx.actor, 'APPROVAL_MANAGE') ? {} : own),
    },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: most },
  )
}
