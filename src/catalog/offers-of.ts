import type { Ctx } from '../access/ctx.ts'
import { loadList, type ListOf } from '../platform/load-list.ts'
import { findBuyer } from './find-buyer.ts'
import { loadPrice } from './load-price.ts'
import { Offer } from './offer.entity.ts'
import type { Product } from './product.entity.ts'

const ofProduct: ListOf<Offer> = {
  entity: Offer,
  by: 'productId',
  orderBy: { name: 'asc', vendorPartNumber: 'asc' },
}

/** Every offer of a product, by name and part number; those of many products are one query. */
export function allOffersOf(ctx: Ctx, product: Product): Promise<Offer[]> {
  return loadList(ctx, ofProduct, product.id)
}

/**
 * The offers of a product that are on sale, by name and part number; with an organization, only those that it can order.
 * Many products together cost one query for offers and one for prices.
 */
export async function offersOf(
  ctx: Ctx,
  asked: { product: Product; organizationId?: string | null | undefined },
): Promise<Offer[]> {
  const all = await allOffersOf(ctx, asked.product)
  const onSale = all.filter((offer) => offer.status === 'ON_SALE')
  if (!asked.organizationId) return onSale
  const { currency, sellers, organization } = await findBuyer(ctx, asked)
  const buyer = { currency, sellers, organizationId: organization.id }
  const prices = await Promise.all(onSale.map(({ id }) => loadPrice(ctx, { offerId: id, ...buyer })))
  return onSale.filter((_, index) => prices[index])
}
