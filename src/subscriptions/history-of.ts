import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import type { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import { Order, OrderLine } from '../orders/order.entity.ts'
import { loadList } from '../platform/load-list.ts'
import { load } from '../platform/load.ts'
import type { CloudSubscriptionHistoryEntry } from './subscriptions.view.ts'

const changing = {
  entity: OrderLine,
  by: 'subscriptionId',
  orderBy: { createdAt: 'asc', id: 'asc' },
} as const

function entryOf(line: OrderLine, order: Order): CloudSubscriptionHistoryEntry {
  const { lineNumber, action, status, change, quantity, fulfilledAt } = line
  const { id: orderId, orderNumber } = order
  return { orderId, orderNumber, lineNumber, action, status, change, quantity, fulfilledAt }
}

/**
 * The order lines that made, changed or cancelled a cloud subscription, oldest first. What was never submitted, and
 * add-ons to it, are left out. Many subscriptions cost as many statements as one.
 */
export async function historyOf(
  ctx: Ctx,
  subscription: CloudSubscription,
): Promise<CloudSubscriptionHistoryEntry[]> {
  allow(ctx, 'SUBSCRIPTION_READ')
  const first = await load(ctx, OrderLine, subscription.orderLineId)
  const later = await loadList(ctx, changing, subscription.id)
  const lines = [...(first ? [first] : []), ...later.filter((line) => line.action !== 'ADD')]
  const orders = await Promise.all(lines.map((line) => load(ctx, Order, line.order.id)))
  return lines.flatMap((line, index) => {
    const order = orders[index]
    return order?.submittedAt ? [entryOf(line, order)] : []
  })
}
