import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { money } from '../platform/money.view.ts'
import { findBuyer } from './find-buyer.ts'
import { loadPrice } from './load-price.ts'
import type { Offer } from './offer.entity.ts'
import { priceComponents } from './price-components.ts'
import { OfferPrice } from './offer-price.view.ts'
import { visibleMargin } from './visible-margin.ts'

/**
 * What an offer costs an organization (without one: the caller's own); null when it cannot be bought there.
 * Refuses with NOT_FOUND for an organization out of sight.
 */
export async function priceOffer(
  ctx: Ctx,
  asked: { offer: Offer; organizationId?: string | null | undefined },
): Promise<OfferPrice | null> {
  allow(ctx, Permission.CATALOG_READ)
  const { currency, sellers, organization } = await findBuyer(ctx, asked)
  const offerId = asked.offer.id
  const price = await loadPrice(ctx, { offerId, currency, sellers, organizationId: organization.id })
  if (!price || asked.offer.status !== 'ON_SALE') return null
  return Object.assign(new OfferPrice(), {
    unitPrice: money(price.unitPrice, currency),
    setupFee: money(price.setupFee, currency),
    components: priceComponents(asked.offer, price, currency),
    margin: visibleMargin(ctx, { ...price, offer: asked.offer, quantity: '1' }),
    validUntil: price.validUntil,
  })
}
