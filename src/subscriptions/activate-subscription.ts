import type { Ctx } from '../access/ctx.ts'
import { priceLine } from '../catalog/pricing.rules.ts'
import { record } from '../events/record.ts'
import type { LockedLine } from '../orders/find-line-for-update.ts'
import { orderContext } from '../orders/order-context.ts'
import { currencyExponent, decimal } from '../platform/money.ts'
import { CloudSubscription } from './cloud-subscription.entity.ts'
import { subscriptionActivated, type SubscriptionSnapshot } from './subscriptions.events.ts'

/** What the vendor says of a delivered line. */
export interface Delivered {
  vendorReference: string
  activatedAt: Date
}

function snapshotOf(subscription: CloudSubscription, name: string): SubscriptionSnapshot {
  const { item, unitPrice, currency } = subscription
  const price = decimal(unitPrice)
  return {
    id: subscription.id,
    status: subscription.status,
    version: subscription.version,
    organization: { id: subscription.organizationId, name },
    offerId: subscription.offerId,
    offerName: item.offerName,
    productId: item.productId,
    productName: item.productName,
    vendorId: item.vendorId,
    vendorName: item.vendorName,
    vendorPartNumber: item.vendorPartNumber,
    vendorReference: subscription.vendorReference,
    quantity: subscription.quantity,
    unitOfMeasure: item.unitOfMeasure,
    unitPrice: {
      amount: price.toFixed(Math.max(price.decimalPlaces(), currencyExponent(currency))),
      currency,
    },
    paymentModel: item.paymentModel,
    commitmentTerm: item.commitmentTerm,
    billingPeriod: item.billingPeriod,
    autoRenew: subscription.autoRenew,
    activatedAt: subscription.activatedAt.toISOString(),
    commitmentEndDate: subscription.commitmentEndDate,
    nextBillingDate: subscription.nextBillingDate,
  }
}

/** Billing dates count from the day of activation on the seller's calendar. */
async function datesOf(ctx: Ctx, { order, line }: LockedLine, activatedAt: Date) {
  const { seller } = await orderContext(ctx, order)
  const { quantity, unitPrice, setupFee, currency, item } = line
  const { commitmentTerm, billingPeriod, paymentModel, chargeTiming } = item
  const terms = { commitmentTerm, billingPeriod, paymentModel, chargeTiming }
  const start = { startDate: activatedAt.toISOString(), timeZone: seller.timeZone }
  const price = priceLine({ quantity, unitPrice, setupFee, currency, ...terms, ...start })
  return { commitmentEndDate: price.commitmentEndDate, nextBillingDate: price.nextBillingDate }
}

/**
 * Makes the cloud subscription of a line that is being delivered, and records `subscription.activated`. What is bought
 * once (ONE_TIME) leaves nothing that runs: null.
 */
export async function activateSubscription(
  ctx: Ctx,
  { order, line, vendorReference, activatedAt }: LockedLine & Delivered,
): Promise<CloudSubscription | null> {
  if (line.item.paymentModel === 'ONE_TIME' || order.type !== 'NEW') return null
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
    vendorReference,
    activatedAt,
    autoRenew: item.paymentModel !== 'TRIAL',
    ...(await datesOf(ctx, { order, line }, activatedAt)),
    createdAt: now,
    updatedAt: now,
  })
  ctx.em.persist(subscription)
  record(ctx, subscriptionActivated, {
    subject: subscription,
    data: {
      subscription: snapshotOf(subscription, order.parties.organization.name),
      order: { id: orderId, orderNumber: order.orderNumber },
      orderLine: { id: orderLineId, lineNumber },
    },
  })
  return subscription
}
