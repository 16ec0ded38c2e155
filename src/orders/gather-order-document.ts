import type { Ctx } from '../access/ctx.ts'
import { estimateTaxes } from '../catalog/estimate-taxes.ts'
import type { Organization } from '../organizations/organization.entity.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { CloudSubscription } from './cloud-subscription.entity.ts'
import { findOrder } from './find-order.ts'
import { orderContext, type OrderContext } from './order-context.ts'
import type { DocumentedCompany, OrderDocumentSource } from './order-document-port.ts'
import { orderSnapshot } from './order-snapshot.ts'
import type { OrderSnapshot } from './order-snapshot.schema.ts'
import { Order } from './order.entity.ts'
import { startDayOf } from './start-day.rules.ts'

function documented(company: Organization): DocumentedCompany {
  const { country, taxId, address, externalReference, externalReferences } = company
  return { country, taxId, address, externalReference, externalReferences }
}

/** Numbers of the orders that began what this one changes; two queries, however many lines. */
async function begunBy(ctx: Ctx, { lines }: OrderSnapshot): Promise<OrderDocumentSource['begunBy']> {
  const ids = lines.flatMap(({ subscriptionId }) => subscriptionId ?? [])
  if (ids.length === 0) return {}
  const subscriptions = await ctx.em.find(CloudSubscription, { id: { $in: ids } })
  const orders = await ctx.em.find(Order, { id: { $in: subscriptions.map(({ orderId }) => orderId) } })
  const numbers = new Map(orders.map(({ id, orderNumber }) => [id, orderNumber]))
  return Object.fromEntries(
    subscriptions.flatMap(({ id, orderId }) => {
      const number = numbers.get(orderId)
      return number ? [[id, number] as const] : []
    }),
  )
}

function taxOf(ctx: Ctx, order: Order, { seller, organization }: OrderContext): OrderDocumentSource['tax'] {
  const day = startDayOf(order, { now: ctx.clock.now(), timeZone: seller.timeZone })
  const billTo = order.billTo?.address ?? null
  const supply = { seller, buyer: organization, billTo, day, currency: order.currency, nets: [] }
  const { treatment, code, rate } = estimateTaxes(ctx, supply).tax
  return { treatment, code, rate }
}

/**
 * An order as it stands, with all that its documents name. Whoever may read the order may have it. Refuses NOT_FOUND,
 * and ORDER_NOT_PLACED before it has its number.
 */
export async function gatherOrderDocument(ctx: Ctx, orderId: string): Promise<OrderDocumentSource> {
  const order = await findOrder(ctx, orderId)
  if (!order) throw notFound('order', ['id'])
  if (!order.orderNumber)
    throw refuse('ORDER_NOT_PLACED', 'The order has no number yet. Ask for its document once it is placed.', [
      'id',
    ])
  const context = await orderContext(ctx, order)
  const snapshot = orderSnapshot(order)
  return {
    order: snapshot,
    seller: documented(context.seller),
    customer: documented(context.organization),
    tax: taxOf(ctx, order, context),
    begunBy: await begunBy(ctx, snapshot),
    writtenAt: ctx.clock.now().toISOString(),
  }
}
