import type { Clock } from '../platform/clock.ts'
import type { EntityManager } from '../platform/database.ts'
import type { OrderStatus } from './order-status.ts'

/** An order that stands still: nothing of its customer is told. */
export interface LateOrder {
  id: string
  orderNumber: string | null
  sellerId: string
  sellerName: string
  status: OrderStatus
  since: Date
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** For how many seconds an order may stand in a status before somebody has to look. */
const patience: Partial<Record<OrderStatus, number>> = {
  SUBMITTED: 5 * minute,
  APPROVED: 15 * minute,
  IN_FULFILLMENT: day,
  PENDING_APPROVAL: 3 * day,
}

interface Row {
  id: string
  order_number: string | null
  seller_id: string
  seller_name: string
  status: OrderStatus
  since: string | Date
}

/** Orders of all sellers that have waited too long for what comes next, the longest first. */
export async function listLateOrders(
  { root, clock }: { root: EntityManager; clock: Clock },
  limit: number,
): Promise<LateOrder[]> {
  const rows = await root
    .fork()
    .execute<Row[]>('SELECT * FROM gate.late_orders(?, ?::jsonb, ?)', [
      clock.now(),
      JSON.stringify(patience),
      limit,
    ])
  return rows.map((row) => ({
    id: row.id,
    orderNumber: row.order_number,
    sellerId: row.seller_id,
    sellerName: row.seller_name,
    status: row.status,
    since: new Date(row.since),
  }))
}
