import DataLoader from 'dataloader'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { orderabilityOf } from '../organizations/find-belongings.ts'
import { orderability, type OrderingProblem } from '../organizations/orderability.rules.ts'
import { loaderOf } from '../platform/load.ts'
import { findBuyer, type Buyer } from './find-buyer.ts'
import { HiddenOffer } from './hidden-offer.view.ts'
import { loadPrice } from './load-price.ts'
import { allOffersOf } from './offers-of.ts'
import type { Offer } from './offer.entity.ts'
import type { Product } from './product.entity.ts'
import { whyHidden } from './why-hidden.rules.ts'

interface PriceDates {
  begins: Date | null
  ended: Date | null
}

/**
 * The offers of a product that an organization cannot order now, each with every reason; retired offers are not spoken
 * of. Many products together cost three queries. Refuses organizations and accounts out of sight (NOT_FOUND).
 */
export async function hiddenOffers(
  ctx: Ctx,
  product: Product,
  asked: { organizationId: string; accountId?: string | null | undefined },
): Promise<HiddenOffer[]> {
  allow(ctx, Permission.CATALOG_READ)
  const buyer = await findBuyer(ctx, asked)
  const buyerProblems = await problemsOf(ctx, buyer)
  const offers = (await allOffersOf(ctx, product)).filter(({ status }) => status !== 'RETIRED')
  const judged = await Promise.all(
    offers.map((offer) => judge(ctx, { product, offer, buyer, buyerProblems })),
  )
  return judged.filter(({ reasons }) => reasons.length > 0)
}

async function problemsOf(ctx: Ctx, { organization, account }: Buyer): Promise<OrderingProblem[]> {
  const { reasons } = account ? orderability(organization, account) : await orderabilityOf(ctx, organization)
  return reasons
}

async function judge(
  ctx: Ctx,
  about: { product: Product; offer: Offer; buyer: Buyer; buyerProblems: OrderingProblem[] },
): Promise<HiddenOffer> {
  const { product, offer, buyer, buyerProblems } = about
  const { currency, sellers, organization } = buyer
  const wanted = { offerId: offer.id, currency, sellers, organizationId: organization.id }
  const price = await loadPrice(ctx, wanted)
  const dates = price ? null : await loadPriceDates(ctx, offer.id, buyer)
  const reasons = whyHidden({
    productStatus: product.status,
    offerStatus: offer.status,
    buyerProblems,
    currency,
    hasPrice: price !== null,
    priceBegins: dates?.begins ?? null,
    priceEnded: dates?.ended ?? null,
  })
  return Object.assign(new HiddenOffer(), { offer, reasons })
}

/** When the next price begins and the last one ended; asked for many offers, it is one query. */
function loadPriceDates(ctx: Ctx, offerId: string, { currency, sellers }: Buyer): Promise<PriceDates | null> {
  const now = ctx.clock.now()
  const loader = loaderOf<string, PriceDates | null>(
    ctx,
    `price dates ${currency} ${sellers.join(' ')}`,
    (em) =>
      new DataLoader(async (ids) => {
        const rows = await em.execute<
          Array<{ offer_id: string; begins: string | null; ended: string | null }>
        >(
          `SELECT offer_id, min(valid_from) FILTER (WHERE valid_from > ?) AS begins,
             max(valid_to) FILTER (WHERE valid_to <= ?) AS ended
           FROM price WHERE offer_id = ANY (ARRAY[?]::text[]) AND currency = ? AND seller_id = ANY (ARRAY[?]::text[])
           GROUP BY offer_id`,
          [now, now, [...ids], currency, [...sellers]],
        )
        const instant = (text: string | null) => (text === null ? null : new Date(text))
        const byId = new Map(
          rows.map((row) => [row.offer_id, { begins: instant(row.begins), ended: instant(row.ended) }]),
        )
        return ids.map((id) => byId.get(id) ?? null)
      }),
  )
  return loader.load(offerId)
}
