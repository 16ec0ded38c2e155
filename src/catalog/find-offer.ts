import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { load } from '../platform/load.ts'
import { findProduct } from './find-product.ts'
import { Offer } from './offer.entity.ts'

/** One offer, retired ones included, because orders refer to them; null when it or its product is out of sight. */
export async function findOffer(ctx: Ctx, id: string): Promise<Offer | null> {
  allow(ctx, Permission.CATALOG_READ)
  const offer = await load(ctx, Offer, id)
  const product = offer ? await findProduct(ctx, offer.productId) : null
  return product ? offer : null
}
