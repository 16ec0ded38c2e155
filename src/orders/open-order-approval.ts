import type { Ctx } from '../access/ctx.ts'
import type { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { openApproval } from '../approvals/open-approval.ts'
import { refuse } from '../platform/errors.ts'
import { moveOrder } from './move-order.ts'
import { orderSnapshot } from './order-snapshot.ts'
import type { Order } from './order.entity.ts'
import { previewApproval } from './preview-approval.ts'

/**
 * Sends a locked, numbered order to its approvers: PENDING_APPROVAL, and a request for this revision; or APPROVED at
 * once, where no person has to decide, or all have and the content is the same. Refuses APPROVER_MISSING and POLICY_BLOCKED.
 */
export async function openOrderApproval(
  ctx: Ctx,
  order: Order,
  command: 'routing.require' | 'orderSubmitForApproval',
): Promise<ApprovalRequest> {
  const route = await previewApproval(ctx, order)
  if (route.outcome === 'BLOCKED') throw refuse(route.problem.code, route.problem.message)
  moveOrder(ctx, order, route.outcome === 'AUTO_APPROVE' ? 'routing.approve' : command)
  const { id, orderNumber, revision, version, sellerId, organizationId, requestedById, contentHash } = order
  if (!contentHash) throw new Error(`Order ${id} was never submitted`)
  const request = await openApproval(ctx, {
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
    route,
    snapshot: orderSnapshot(order),
  })
  // Everything that is required was approved before, of the same content.
  if (request.status === 'APPROVED' && order.status === 'PENDING_APPROVAL')
    moveOrder(ctx, order, 'approvalApprove')
  return request
}
