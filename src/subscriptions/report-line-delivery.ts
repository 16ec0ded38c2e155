import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { findLineForUpdate } from '../orders/find-line-for-update.ts'
import type { Order } from '../orders/order.entity.ts'
import { deliverLine } from './deliver-line.ts'
import type { OrderLineFulfilInput } from './subscriptions.inputs.ts'

/**
 * Reports by hand, or from an integration, that a line was delivered: the same end as a provider's. A running attempt of
 * a provider loses; what it answers later is dropped. Refuses ORDER_INVALID_TRANSITION, VENDOR_REFERENCE_INVALID.
 */
export async function reportLineDelivery(ctx: Ctx, input: OrderLineFulfilInput): Promise<Order> {
  allow(ctx, 'ORDER_FULFIL')
  const { order, line } = await findLineForUpdate(ctx, input)
  const work = async () => {
    const { vendorReference } = input
    await deliverLine(ctx, { order, line, vendorReference, activatedAt: ctx.clock.now() })
    return order
  }
  return idempotent(
    ctx,
    { operation: 'orderLineFulfil', input, resultId: order.id },
    { work, replay: () => Promise.resolve(order) },
  )
}
