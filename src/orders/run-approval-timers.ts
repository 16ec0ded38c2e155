import type { Ctx } from '../access/ctx.ts'
import { actOnTimers } from '../approvals/act-on-timers.ts'
import { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import { moveOrder } from './move-order.ts'
import { orderSnapshot } from './order-snapshot.ts'

const commands = {
  APPROVED: 'approval.timeoutApprove',
  REJECTED: 'approval.timeoutReject',
  CHANGES_REQUESTED: 'approval.timeoutReturn',
  EXPIRED: 'approval.expire',
} as const

/**
 * Does what is due on an approval request by now, and moves its order with it, in one transaction. Locks the order
 * first, then the request; finds nothing to do where a timer is stale.
 */
export async function runApprovalTimers(ctx: Ctx, approvalId: string): Promise<void> {
  const seen = await ctx.em.findOne(ApprovalRequest, { id: approvalId })
  if (seen?.status !== 'PENDING') return
  const order = await findOrderForUpdate(ctx, seen.orderId)
  const { outcome, reason } = await actOnTimers(ctx, { approvalId, snapshot: orderSnapshot(order) })
  if (outcome !== 'PENDING') moveOrder(ctx, order, { command: commands[outcome], reason })
}
