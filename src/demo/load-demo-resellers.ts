import { systemActor } from '../access/actor.ts'
import type { Ctx } from '../access/ctx.ts'
import { Offer } from '../catalog/offer.entity.ts'
import { ensurePriceList } from '../catalog/ensure-price-list.ts'
import { quoteOffers } from '../catalog/quote-offers.ts'
import { setPrices } from '../catalog/set-prices.ts'
import { Vendor } from '../catalog/vendor.entity.ts'
import { ensureNumberSeries } from '../numbering/ensure-number-series.ts'
import { createReseller } from '../organizations/create-reseller.ts'
import type { Organization } from '../organizations/organization.entity.ts'
import { decimal } from '../platform/money.ts'
import { publishTermsVersion } from '../terms/publish-terms-version.ts'
import type { DemoData, DemoReseller, DemoTerms } from './read-demo-data.ts'

/** The context of work for one seller, within the reach that the transaction has. */
export function forSeller(ctx: Ctx, seller: Pick<Organization, 'id' | 'path'>): Ctx {
  const { readableSellers, writableSellers } = ctx.actor
  const ancestors = seller.path.filter((id) => id !== seller.id)
  const actor = systemActor({ id: seller.id, ancestors })
  return { ...ctx, actor: { ...actor, readableSellers, writableSellers } }
}

/** Adds one reseller with its series of order numbers. */
export async function loadDemoReseller(
  ctx: Ctx,
  reseller: DemoReseller,
  place: { id: string; parentId: string },
): Promise<Organization> {
  const { name, country, currency, timeZone, taxId, primaryDomain, address, orderPrefix } = reseller
  const facts = { name, country, currency, timeZone, taxId, primaryDomain, address }
  const made = await createReseller(ctx, { ...facts, ...place })
  await ensureNumberSeries(forSeller(ctx, made), { sellerId: made.id, timeZone, prefix: orderPrefix })
  return made
}

/** Publishes one document as the platform's or a reseller's own. */
async function publish(ctx: Ctx, terms: DemoTerms): Promise<void> {
  const { key, title, vendorKey, mandatory, version, locale, body } = terms
  const vendor = vendorKey ? await ctx.em.findOneOrFail(Vendor, { key: vendorKey }) : null
  const document = { key, title, mandatory, vendorId: vendor?.id ?? null }
  await publishTermsVersion(ctx, { document, version, locale, body, idempotencyKey: `demo ${key}` })
}

/** Terms of sale belong to each reseller below the platform; everything else is the platform's and inherited. */
export async function loadDemoTerms(
  ctx: Ctx,
  data: DemoData,
  resellers: readonly Organization[],
): Promise<void> {
  for (const terms of data.terms) {
    if (terms.key === 'reseller-general-terms') {
      for (const reseller of resellers) await publish(forSeller(ctx, reseller), terms)
    } else await publish(ctx, terms)
  }
}

/** What a reseller sells dearer than the list: part numbers, and by what factor. */
const markup = { factor: '1.08', offers: 10 }

/** Gives a reseller prices of its own in its currency, above the platform's list; the sellers below inherit them. */
export async function loadDemoMarkup(ctx: Ctx, reseller: Organization): Promise<void> {
  const own = forSeller(ctx, reseller)
  const { currency, id: sellerId } = reseller
  const offers = await ctx.em.find(
    Offer,
    { vendorPartNumber: { $like: 'CFQ7TTC0%-P1Y-P1M' } },
    { orderBy: { vendorPartNumber: 'asc' }, limit: markup.offers },
  )
  const quotes = await quoteOffers(own, { offerIds: offers.map(({ id }) => id), currency })
  const name = `${reseller.name} ${currency}`
  const list = await ensurePriceList(own, { sellerId, key: `own-${currency.toLowerCase()}`, name, currency })
  const prices = [...quotes.values()].map(({ offer, unitPrice, setupFee }) => ({
    offerId: offer.id,
    unitPrice: decimal(unitPrice).times(markup.factor).toFixed(2),
    setupFee,
  }))
  await setPrices(own, { priceListId: list.id, prices })
}
