import type { Ctx } from '../access/ctx.ts'
import type { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { openApproval } from '../approvals/open-approval.ts'
import { approvalFacts } from './approval-facts.ts'
import { moveOrder } from './move-order.ts'
import { orderSnapshot } from './order-snapshot.ts'
import type { Order } from './order.entity.ts'

/** Sends a locked, numbered order to its approvers: PENDING_APPROVAL, and a request for this revision. Refuses APPROVER_MISSING. */
export function openOrderApproval(
  ctx: Ctx,
  order: Order,
  command: 'routing.require' | 'orderSubmitForApproval',
): Promise<ApprovalRequest> {
  moveOrder(ctx, order, command)
  const { id, orderNumber, revision, version, sellerId, organizationId, requestedById, contentHash } = order
  if (!contentHash) throw new Error(`Order ${id} was never submitted`)
  return openApproval(ctx, {
    order: {
      id,
      orderNumber,
      revision,
      version,
      sellerId,
      organizationId,
      contentHash,
      requestedBy: requestedById,
    },
    facts: approvalFacts(order),
    snapshot: orderSnapshot(order),
  })
}
