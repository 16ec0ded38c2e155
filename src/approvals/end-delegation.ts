import { LockMode } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { notFound } from '../platform/errors.ts'
import { ApprovalDelegation } from './approval-delegation.entity.ts'
import { approvalDelegationEnded } from './delegations.events.ts'
import { recordDelegationEvent } from './record-delegation-event.ts'
import { requireSellerSide } from './require-seller-side.ts'

/**
 * Ends a delegation at once: what the delegate decided stays. One that ended stays as it is. For the approver, the
 * delegate, or with APPROVAL_MANAGE. Records `approval_delegation.ended`.
 */
export async function endDelegation(ctx: Ctx, input: { delegationId: string }): Promise<ApprovalDelegation> {
  allow(ctx, 'APPROVAL_DECIDE')
  requireSellerSide(ctx, ['delegationId'])
  const where = { id: input.delegationId }
  const locked = await ctx.em.findOne(ApprovalDelegation, where, { lockMode: LockMode.PESSIMISTIC_WRITE })
  const delegation = locked ?? (await ctx.em.findOne(ApprovalDelegation, where))
  if (!delegation) throw notFound('delegation', ['delegationId'])
  inWriteReach(ctx, delegation, ['delegationId'])
  if (![delegation.fromUserId, delegation.toUserId].includes(ctx.actor.id)) allow(ctx, 'APPROVAL_MANAGE')
  const now = ctx.clock.now()
  if (delegation.endedAt || delegation.validTo <= now) return delegation
  Object.assign(delegation, { endedAt: now, updatedAt: now, version: delegation.version + 1 })
  recordDelegationEvent(ctx, approvalDelegationEnded, delegation)
  return delegation
}
