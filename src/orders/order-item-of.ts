import type { OfferQuote } from '../catalog/quote-offers.ts'
import type { OrderItem } from './order-parts.view.ts'

/** What a line remembers of the offer that was quoted for it. */
export function orderItemOf({
  offer,
  product,
  vendor,
}: Pick<OfferQuote, 'offer' | 'product' | 'vendor'>): OrderItem {
  return {
    productId: product.id,
    productName: product.name,
    vendorId: vendor.id,
    vendorKey: vendor.key,
    vendorName: vendor.name,
    offerName: offer.name,
    skuCode: offer.skuCode,
    vendorPartNumber: offer.vendorPartNumber,
    unitOfMeasure: offer.unitOfMeasure,
    paymentModel: offer.paymentModel,
    chargeTiming: offer.chargeTiming,
    commitmentTerm: offer.commitmentTerm,
    billingPeriod: offer.billingPeriod,
    minQuantity: offer.minQuantity,
    maxQuantity: offer.maxQuantity,
    quantityStep: offer.quantityStep,
    addOnOf: offer.addOnOf,
    excludes: offer.excludes,
    parameters: product.parameters,
  }
}
