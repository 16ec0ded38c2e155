import { priceLine } from '../catalog/pricing.rules.ts'
import type { OfferQuote } from '../catalog/quote-offers.ts'
import { shownUnitPrice } from '../catalog/tiers.rules.ts'
import { decimal, toMinorUnits } from '../platform/money.ts'
import { orderItemOf } from './order-item-of.ts'

/** What a line costs and remembers, once it is quoted. */
export function quotedColumns(quote: OfferQuote, quantity: string, now: Date) {
  const { offer, unitPrice, setupFee, currency, pricing } = quote
  const { commitmentTerm, billingPeriod, paymentModel, chargeTiming } = offer
  const price = priceLine({
    quantity,
    unitPrice,
    model: pricing.model,
    tiers: pricing.tiers,
    setupFee,
    currency,
    commitmentTerm,
    billingPeriod,
    paymentModel,
    chargeTiming,
    startDate: now.toISOString(),
  })
  return {
    offerId: offer.id,
    quantity,
    currency,
    unitPrice: decimal(shownUnitPrice({ ...pricing, unitPrice }, quantity)).toFixed(),
    setupFee: decimal(setupFee).toFixed(),
    lineTotalMinor: toMinorUnits(price.lineTotal),
    pricing,
    priceValidUntil: quote.validUntil,
    item: orderItemOf(quote),
    updatedAt: now,
  }
}
