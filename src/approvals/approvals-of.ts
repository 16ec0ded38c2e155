import type { Ctx } from '../access/ctx.ts'
import { loadList, type ListOf } from '../platform/load-list.ts'
import { ApprovalRequest } from './approval-request.entity.ts'

const ofOrder: ListOf<ApprovalRequest> = {
  entity: ApprovalRequest,
  by: 'orderId',
  orderBy: { orderRevision: 'desc' },
}

/** The approval requests of an order, its latest revision first; many orders cost one query. */
export async function approvalsOf(ctx: Pick<Ctx, 'em'>, orderId: string): Promise<ApprovalRequest[]> {
  return loadList(ctx, ofOrder, orderId)
}
