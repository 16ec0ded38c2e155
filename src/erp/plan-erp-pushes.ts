import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { findOrder } from '../orders/find-order.ts'
import type { Order } from '../orders/order.entity.ts'
import { ErpConnection } from './erp-connection.entity.ts'
import { ErpPush } from './erp-push.entity.ts'
import { erpTarget, isEdited } from './erp-target.rules.ts'

/** An order on its way into an ERP, its row locked. */
export interface PlannedPush {
  push: ErpPush
  connection: ErpConnection
}

/** Makes the tasks that an order has not had yet. Whoever comes second makes none. */
async function addPushes(ctx: Ctx, order: Order, connections: readonly ErpConnection[]): Promise<void> {
  const now = ctx.clock.now()
  const rows = connections.flatMap((connection) => {
    const target = erpTarget(order, connection.pushFrom, null)
    return target ? [{ id: ctx.ids.next('epu'), connection_id: connection.id, ...target }] : []
  })
  if (rows.length === 0) return
  await ctx.em.execute(
    `INSERT INTO erp_push (id, seller_id, connection_id, order_id, order_number, operation, revision, status,
       next_attempt_at, created_at, updated_at)
     SELECT r.id, ?, r.connection_id, ?, ?, r.operation, r.revision, 'PENDING', ?::timestamptz, ?::timestamptz, ?::timestamptz
     FROM jsonb_to_recordset(?::jsonb) AS r (id text, connection_id text, operation text, revision integer)
     ON CONFLICT (seller_id, order_id, connection_id) DO NOTHING`,
    [order.sellerId, order.id, order.orderNumber, now, now, now, JSON.stringify(rows)],
  )
}

/** Brings a task up to what the order says now: a later revision or a cancellation is asked for anew. */
function bringUpToDate(ctx: Ctx, order: Order, { push, connection }: PlannedPush): void {
  const now = ctx.clock.now()
  const target = erpTarget(order, connection.pushFrom, push)
  if (target)
    Object.assign(push, target, {
      status: 'PENDING',
      attempts: 0,
      problems: [],
      nextAttemptAt: now,
      version: push.version + 1,
      updatedAt: now,
    })
  // What is being edited is not what was ordered; it is asked for again once it is submitted.
  else if (isEdited(order.status) && push.nextAttemptAt)
    Object.assign(push, { status: 'PENDING', nextAttemptAt: null })
}

/**
 * Makes and brings up to date the tasks of an order, one for each connection that it is to go into, and locks them.
 * Answers those whose connection is not deleted. A fixed number of statements.
 */
export async function planErpPushes(ctx: Ctx, orderId: string): Promise<PlannedPush[]> {
  const { sellerId } = ctx.actor
  // First: what is read below is the order as all events that this clears have left it.
  await ctx.em.execute('SELECT gate.erp_planned(?, ?)', [sellerId, orderId])
  const connections = await ctx.em.find(
    ErpConnection,
    { sellerId, deletedAt: null },
    { orderBy: { id: 'asc' } },
  )
  const order = connections.length > 0 ? await findOrder(ctx, orderId) : null
  if (!order?.orderNumber) return []
  await addPushes(ctx, order, connections)
  const pushes = await ctx.em.find(
    ErpPush,
    { sellerId, orderId },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
  )
  const byId = new Map(connections.map((connection) => [connection.id, connection]))
  const planned = pushes.flatMap((push) => {
    const connection = byId.get(push.connectionId)
    return connection ? [{ push, connection }] : []
  })
  for (const one of planned) bringUpToDate(ctx, order, one)
  return planned
}
