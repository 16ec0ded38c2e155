import { may } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import type { Order } from '../orders/order.entity.ts'
import { loadList } from '../platform/load-list.ts'
import { ErpPush } from './erp-push.entity.ts'

const pushes = { entity: ErpPush, by: 'orderId', orderBy: { id: 'asc' } } as const

/** Where an order stands on its way into each ERP; null for who may not see that. */
export async function erpPushesOf(ctx: Ctx, order: Order): Promise<ErpPush[] | null> {
  const isReseller = ctx.actor.organizationScope === null
  return isReseller && may(ctx.actor, 'WEBHOOK_READ') ? loadList(ctx, pushes, order.id) : null
}
