import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import type { Order } from '../orders/order.entity.ts'
import { loadList } from '../platform/load-list.ts'
import { CloudSubscription } from '../orders/cloud-subscription.entity.ts'

const ofOrder = { entity: CloudSubscription, by: 'orderId', orderBy: { id: 'asc' } } as const

/** What an order has delivered, oldest first. */
export async function subscriptionsOfOrder(ctx: Ctx, order: Order): Promise<CloudSubscription[]> {
  allow(ctx, 'SUBSCRIPTION_READ')
  return loadList(ctx, ofOrder, order.id)
}
