import type { Ctx } from '../access/ctx.ts'
import { answerPrices } from '../catalog/find-prices.ts'
import { Offer } from '../catalog/offer.entity.ts'
import { priceSellers } from '../catalog/price-sellers.rules.ts'
import { Product } from '../catalog/product.entity.ts'
import { runningPrice } from '../catalog/tiered-price.view.ts'
import { Vendor } from '../catalog/vendor.entity.ts'
import { orderItemOf } from '../orders/order-item-of.ts'
import type { OrderItem } from '../orders/order-parts.view.ts'
import type { Organization } from '../organizations/organization.entity.ts'
import { startOfDay } from '../platform/calendar.ts'
import type { RenewalPlan } from './plan-renewal.ts'
import { decideRenewal, type RenewalDecision } from './renewal.rules.ts'

/** What renewals are read against: the offers that they are about, and those of the same products. */
export interface RenewalMarket {
  seller: Organization
  offers: ReadonlyMap<string, Offer>
  products: ReadonlyMap<string, Product>
  vendors: ReadonlyMap<string, Vendor>
}

/** An offer to renew into, and at which price; `offer` is null when nothing is sold with that term. */
export interface RenewalAnswer {
  offer: Offer | null
  decision: RenewalDecision
}

const byId = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]))

/** Reads the offers of all these plans and of their products: three queries. */
export async function openRenewalMarket(
  ctx: Ctx,
  seller: Organization,
  plans: readonly RenewalPlan[],
): Promise<RenewalMarket> {
  const productIds = [...new Set(plans.map(({ subscription }) => subscription.item.productId))]
  const offers = await ctx.em.find(Offer, { productId: { $in: productIds } })
  const products = await ctx.em.find(Product, { id: { $in: productIds } })
  const vendorIds = [...new Set(products.map(({ vendorId }) => vendorId))]
  const vendors = await ctx.em.find(Vendor, { id: { $in: vendorIds } })
  return { seller, offers: byId(offers), products: byId(products), vendors: byId(vendors) }
}

/** The offer that a plan renews into: its own, or of another term, the one of the same SKU that is charged alike. */
function targetOf({ offers }: RenewalMarket, { subscription, term }: RenewalPlan): Offer | null {
  const { offerId, item } = subscription
  if (term.commitmentTerm === item.commitmentTerm) return offers.get(offerId) ?? null
  const alike = [...offers.values()].filter(
    (offer) =>
      offer.productId === item.productId &&
      offer.skuCode === item.skuCode &&
      offer.commitmentTerm === term.commitmentTerm &&
      offer.billingPeriod === item.billingPeriod &&
      offer.paymentModel === item.paymentModel &&
      offer.chargeTiming === item.chargeTiming,
  )
  return alike.toSorted((a, b) => (a.id < b.id ? -1 : 1)).find(({ status }) => status === 'ON_SALE') ?? null
}

/** When a renewal is priced: at the beginning of its first day on the seller's calendar, and when that is past, now. */
function pricedAt(ctx: Ctx, { seller }: RenewalMarket, { term }: RenewalPlan): Date {
  const begins = startOfDay(term.start, seller.timeZone)
  const now = ctx.clock.now()
  return begins > now ? begins : now
}

/** What each plan renews into, and at which price; one query for all. */
export async function answerRenewals(
  ctx: Ctx,
  market: RenewalMarket,
  plans: readonly RenewalPlan[],
): Promise<RenewalAnswer[]> {
  const targets = plans.map((plan) => targetOf(market, plan))
  const questions = plans.map((plan, index) => ({
    offerId: targets[index]?.id ?? plan.subscription.offerId,
    currency: plan.subscription.currency,
    organizationId: plan.subscription.organizationId,
    at: pricedAt(ctx, market, plan),
  }))
  const prices = await answerPrices(ctx, priceSellers(ctx.actor, market.seller.path), questions)
  return plans.map(({ subscription, quantity }, index) => {
    const offer = targets[index] ?? null
    const asked = offer && {
      status: offer.status,
      isPublished: market.products.get(offer.productId)?.status === 'PUBLISHED',
      range: { min: offer.minQuantity, max: offer.maxQuantity, step: offer.quantityStep },
      price: prices[index] ?? null,
    }
    const isSameOffer = offer?.id === subscription.offerId
    return {
      offer,
      decision: decideRenewal(asked, { quantity, lastPrice: runningPrice(subscription), isSameOffer }),
    }
  })
}

/** What a subscription is of, from a renewal into another offer on; null when that can no longer be read. */
export function renewedItem({ offers, products, vendors }: RenewalMarket, offerId: string): OrderItem | null {
  const offer = offers.get(offerId)
  const product = offer && products.get(offer.productId)
  const vendor = product && vendors.get(product.vendorId)
  return offer && product && vendor
    ? Object.assign({}, orderItemOf({ offer, product, vendor }), { parameters: [] })
    : null
}
