import type { Ctx } from '../access/ctx.ts'
import { discountEnd } from '../catalog/discount.rules.ts'
import { tieredPrice } from '../catalog/tiered-price.view.ts'
import { priceLine } from '../catalog/pricing.rules.ts'
import { record } from '../events/record.ts'
import { chargePeriodAround, termAround } from '../orders/change-price.rules.ts'
import { windowsAfter } from '../orders/change.rules.ts'
import { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import type { LockedLine } from '../orders/find-line-for-update.ts'
import { orderContext } from '../orders/order-context.ts'
import { lineToPrice } from '../orders/price-order.ts'
import { localDate } from '../platform/calendar.ts'
import { subscriptionSnapshot } from './subscription-snapshot.ts'
import { subscriptionActivated } from './subscriptions.events.ts'

/** What the vendor says of a delivered line. */
export interface Delivered {
  vendorReference: string
  activatedAt: Date
}

/** Its dates when its first term ends with something else: they are counted from that end, forth and back. */
function coTermedDates(
  { quantity, unitPrice, item }: LockedLine['line'],
  termStartDate: string,
  day: string,
) {
  const { commitmentTerm, billingPeriod, paymentModel, chargeTiming } = item
  const terms = { commitmentTerm, billingPeriod, paymentModel, chargeTiming }
  const running = { quantity, unitPrice, ...terms, termStartDate }
  return {
    termStartDate,
    windows: windowsAfter([], day, { before: '0', after: quantity }),
    commitmentEndDate: termAround(running, day)?.end ?? null,
    nextBillingDate: chargePeriodAround(running, day)?.end ?? null,
  }
}

/** Billing dates count from the day of activation on the seller's calendar, unless its first term ends with something else. */
async function datesOf(ctx: Ctx, { order, line }: LockedLine, activatedAt: Date) {
  const { seller } = await orderContext(ctx, order)
  if (line.coTermDate) return coTermedDates(line, line.coTermDate, localDate(activatedAt, seller.timeZone))
  const { quantity, unitPrice, setupFee, currency, item } = line
  const { commitmentTerm, billingPeriod, paymentModel, chargeTiming } = item
  const terms = { commitmentTerm, billingPeriod, paymentModel, chargeTiming }
  const start = { startDate: activatedAt.toISOString(), timeZone: seller.timeZone }
  const price = priceLine({ quantity, unitPrice, setupFee, currency, ...terms, ...start })
  const termStartDate = localDate(activatedAt, seller.timeZone)
  return {
    termStartDate,
    windows: windowsAfter([], termStartDate, { before: '0', after: quantity }),
    commitmentEndDate: price.commitmentEndDate,
    nextBillingDate: price.nextBillingDate,
  }
}

/** What its promotion takes off what recurs, from the day of activation on; null: nothing. */
async function promotionOf(ctx: Ctx, { order, line }: LockedLine, activatedAt: Date) {
  const { promotion, coTermDate: end, item } = line
  if (!promotion?.components.includes('RECURRING') || item.paymentModel !== 'RECURRING') return null
  const { seller } = await orderContext(ctx, order)
  const start = { startDate: activatedAt.toISOString(), timeZone: seller.timeZone }
  const { id: promotionId, code, percentOff } = promotion
  return {
    promotionId,
    code,
    percentOff,
    endsOn: discountEnd(lineToPrice(line, start), { end, discount: promotion }),
  }
}

/** What an add-on belongs to: what runs already, or what its parent line has just made. */
async function baseOf(ctx: Ctx, { order, line }: LockedLine): Promise<string | null> {
  if (line.subscriptionId !== null || line.parentLineNumber === null) return line.subscriptionId
  const parent = order.lines.getItems().find((one) => one.lineNumber === line.parentLineNumber)
  if (!parent) return null
  const { sellerId } = order
  const base = await ctx.em.findOne(CloudSubscription, { sellerId, orderLineId: parent.id })
  return base?.id ?? null
}

/**
 * Makes the cloud subscription of a line that is being delivered, and records `subscription.activated`. What is bought
 * once (ONE_TIME) leaves nothing that runs: null.
 */
export async function activateSubscription(
  ctx: Ctx,
  { order, line, vendorReference, activatedAt }: LockedLine & Delivered,
): Promise<CloudSubscription | null> {
  if (line.item.paymentModel === 'ONE_TIME') return null
  const { id: orderId, sellerId, organizationId } = order
  const { id: orderLineId, lineNumber, offerId, item, quantity, currency, unitPrice } = line
  const now = ctx.clock.now()
  const subscription = Object.assign(new CloudSubscription(), {
    id: ctx.ids.next('sub'),
    sellerId,
    organizationId,
    orderId,
    orderLineId,
    offerId,
    item,
    quantity,
    currency,
    unitPrice,
    tieredPrice: line.pricing && tieredPrice(line.pricing),
    vendorReference,
    activatedAt,
    autoRenew: item.paymentModel !== 'TRIAL',
    baseSubscriptionId: await baseOf(ctx, { order, line }),
    promotion: await promotionOf(ctx, { order, line }, activatedAt),
    ...(await datesOf(ctx, { order, line }, activatedAt)),
    createdAt: now,
    updatedAt: now,
  })
  ctx.em.persist(subscription)
  record(ctx, subscriptionActivated, {
    subject: subscription,
    data: {
      subscription: subscriptionSnapshot(subscription, order.parties.organization.name),
      order: { id: orderId, orderNumber: order.orderNumber },
      orderLine: { id: orderLineId, lineNumber },
    },
  })
  return subscription
}
