import DataLoader from 'dataloader'
import { may } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import type { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { AuditEntry } from '../audit/audit-entry.entity.ts'
import { loaderOf } from '../platform/load.ts'
import { orderResubmitted, orderSubmitted } from './orders.events.ts'
import type { OrderSnapshot } from './order-snapshot.schema.ts'

/** What was submitted of an order, each revision; many orders cost one query. */
function revisionsOf(ctx: Pick<Ctx, 'em'>, orderId: string): Promise<OrderSnapshot[]> {
  const loader = loaderOf<string, OrderSnapshot[]>(
    ctx,
    'submitted revisions',
    (em) =>
      new DataLoader(async (orderIds) => {
        const entries = await em.find(AuditEntry, {
          subjectId: { $in: [...orderIds] },
          type: { $in: [orderSubmitted.type, orderResubmitted.type] },
        })
        // Both events are recorded with these data (orders.events.ts).
        const snapshots = entries.map(({ data }) => (data as { order: OrderSnapshot }).order)
        const byOrder = Map.groupBy(snapshots, ({ id }) => id)
        return orderIds.map((id) => byOrder.get(id) ?? [])
      }),
  )
  return loader.load(orderId)
}

/**
 * What a request decides on: the order as it was submitted at that revision. Null for whoever may not read orders, and
 * for orders that were submitted before the audit chain began.
 */
export async function submittedContent(
  ctx: Pick<Ctx, 'actor' | 'em'>,
  { orderId, orderRevision }: Pick<ApprovalRequest, 'orderId' | 'orderRevision'>,
): Promise<OrderSnapshot | null> {
  if (!may(ctx.actor, 'ORDER_READ')) return null
  const revisions = await revisionsOf(ctx, orderId)
  return revisions.find((one) => one.revision === orderRevision) ?? null
}
