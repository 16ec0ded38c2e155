import type { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import { currencyExponent, decimal } from '../platform/money.ts'
import type { SubscriptionSnapshot } from './subscriptions.events.ts'

/** A unit price as events tell it: with the digits of its currency at least. */
export function unitPriceText(unitPrice: string, currency: string): string {
  const price = decimal(unitPrice)
  return price.toFixed(Math.max(price.decimalPlaces(), currencyExponent(currency)))
}

/** A cloud subscription as events tell it. */
export function subscriptionSnapshot(subscription: CloudSubscription, name: string): SubscriptionSnapshot {
  const { item, unitPrice, currency } = subscription
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
    unitPrice: { amount: unitPriceText(unitPrice, currency), currency },
    tieredPrice: subscription.tieredPrice,
    promotion: subscription.promotion,
    paymentModel: item.paymentModel,
    commitmentTerm: item.commitmentTerm,
    billingPeriod: item.billingPeriod,
    autoRenew: subscription.autoRenew,
    renewalTerm: subscription.renewalTerm,
    renewalQuantity: subscription.renewalQuantity,
    baseSubscriptionId: subscription.baseSubscriptionId,
    cancellationDate: subscription.cancellationDate,
    activatedAt: subscription.activatedAt.toISOString(),
    commitmentEndDate: subscription.commitmentEndDate,
    nextBillingDate: subscription.nextBillingDate,
  }
}
