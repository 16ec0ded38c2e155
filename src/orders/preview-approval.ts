import type { Ctx } from '../access/ctx.ts'
import { routeOrderApproval, type ApprovalRoute } from '../approvals/route-order-approval.ts'
import { approvalFacts } from './approval-facts.ts'
import type { Order } from './order.entity.ts'

/** Who would have to approve the order as it stands; the same evaluation as at submit and in the routing job. */
export async function previewApproval(ctx: Ctx, order: Order): Promise<ApprovalRoute> {
  const { sellerId, requestedById: requesterId } = order
  return routeOrderApproval(ctx, { sellerId, requesterId, facts: await approvalFacts(ctx, order) })
}
