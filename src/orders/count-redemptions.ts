import type { Ctx } from '../access/ctx.ts'
import type { Order } from './order.entity.ts'

/** The order that asks, and is not counted itself. */
export type Concerned = Pick<Order, 'id' | 'sellerId' | 'organizationId'>

/** Orders in these states hold no promotion: they are edited, or over without delivery. */
export const holdsNothing = ['DRAFT', 'CHANGES_REQUESTED', 'REJECTED', 'CANCELLED', 'EXPIRED']

/** How often a promotion is used. */
export interface Redemptions {
  promotion_id: string
  in_all: number
  by_customer: number
}

/** How many other orders use each; orders are counted, not lines. */
export async function countRedemptions(
  ctx: Pick<Ctx, 'em'>,
  order: Concerned,
  ids: readonly string[],
): Promise<Redemptions[]> {
  if (ids.length === 0) return []
  return ctx.em.execute<Redemptions[]>(
    `SELECT l.promotion_id, count(DISTINCT l.order_id)::int AS in_all,
       (count(DISTINCT l.order_id) FILTER (WHERE l.organization_id = ?))::int AS by_customer
     FROM order_line l JOIN orders o ON o.seller_id = l.seller_id AND o.id = l.order_id
     WHERE l.seller_id = ? AND l.promotion_id = ANY (ARRAY[?]::text[]) AND l.status <> 'CANCELLED'
       AND o.id <> ? AND NOT o.status = ANY (ARRAY[?]::text[])
     GROUP BY l.promotion_id`,
    [order.organizationId, order.sellerId, [...ids], order.id, holdsNothing],
  )
}
