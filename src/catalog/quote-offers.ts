import { signedIn } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { findPrices } from './find-prices.ts'
import { linePricing, type LinePricing } from './line-pricing.ts'
import { Offer } from './offer.entity.ts'
import { priceSellers } from './price-sellers.rules.ts'
import { Product } from './product.entity.ts'
import { Vendor } from './vendor.entity.ts'

/** What an order line freezes: the offer, whose it is, and the price that is held until `validUntil`. */
export interface OfferQuote {
  offer: Offer
  product: Product
  vendor: Vendor
  /** Decimal strings, up to 8 fraction digits. */
  unitPrice: string
  setupFee: string
  currency: string
  /** How the price came about; what a line keeps of it. */
  pricing: LinePricing
  /** 14 days from now, or the end of the price when that comes first. */
  validUntil: Date
}

interface OffersToQuote {
  offerIds: readonly string[]
  currency: string
  lineage?: readonly string[]
  /** The customer, whose own price lists count first. */
  organizationId?: string
}

/**
 * Quotes offers in one currency, by offer id. An offer that cannot be bought is absent: it is not on sale, its product
 * is not published, or nobody in line prices it in this currency. The nearest price list wins: own seller, then those above.
 * `lineage` is the `path` of the buying organization (root first); without it, the actor's own line counts.
 * The number of statements does not depend on the number of offers. Asks for no permission: its callers did.
 */
export async function quoteOffers(ctx: Ctx, wanted: OffersToQuote): Promise<Map<string, OfferQuote>> {
  signedIn(ctx)
  const offerIds = [...new Set(wanted.offerIds)]
  if (offerIds.length === 0) return new Map()
  const { currency, organizationId = null } = wanted
  const sellers = priceSellers(ctx.actor, wanted.lineage)
  const prices = await findPrices(ctx, { offerIds, currency, sellers, organizationId })
  const offers = await ctx.em.find(Offer, { id: { $in: [...prices.keys()] }, status: 'ON_SALE' })
  const productIds = [...new Set(offers.map((offer) => offer.productId))]
  const products = byId(await ctx.em.find(Product, { id: { $in: productIds }, status: 'PUBLISHED' }))
  const vendorIds = [...new Set([...products.values()].map((product) => product.vendorId))]
  const vendors = byId(await ctx.em.find(Vendor, { id: { $in: vendorIds } }))
  const quotes = new Map<string, OfferQuote>()
  for (const offer of offers) {
    const price = prices.get(offer.id)
    const product = products.get(offer.productId)
    const vendor = product && vendors.get(product.vendorId)
    if (!price || !vendor) continue
    const { unitPrice, setupFee, validUntil } = price
    const pricing = linePricing(price)
    quotes.set(offer.id, { offer, product, vendor, unitPrice, setupFee, currency, pricing, validUntil })
  }
  return quotes
}

function byId<T extends { id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]))
}
