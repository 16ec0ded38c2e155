import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { CloudSubscription } from './cloud-subscription.entity.ts'
import type { Order } from './order.entity.ts'

/** The subscriptions of the order's customer with these ids, by id; one query. Others are absent. */
export async function findSubscriptions(
  ctx: Pick<Ctx, 'em'>,
  order: Pick<Order, 'sellerId' | 'organizationId'>,
  ids: readonly string[],
): Promise<Map<string, CloudSubscription>> {
  const { sellerId, organizationId } = order
  if (ids.length === 0) return new Map()
  const found = await ctx.em.find(CloudSubscription, { id: { $in: [...ids] }, sellerId, organizationId })
  return new Map(found.map((one) => [one.id, one]))
}

/** What the order's lines change, locked in the order of their ids until the transaction ends, and read again. */
export async function lockSubscriptions(ctx: Pick<Ctx, 'em'>, order: Order): Promise<void> {
  const ids = [...new Set(order.lines.getItems().flatMap(({ subscriptionId }) => subscriptionId ?? []))]
  if (ids.length === 0) return
  const { sellerId, organizationId } = order
  await ctx.em.find(
    CloudSubscription,
    { id: { $in: ids }, sellerId, organizationId },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  )
}
