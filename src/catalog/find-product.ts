import { allow, may } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { load } from '../platform/load.ts'
import { Product } from './product.entity.ts'

/** One product; null when it does not exist, or is not published and the caller does not keep the catalog. */
export async function findProduct(ctx: Ctx, id: string): Promise<Product | null> {
  allow(ctx, Permission.CATALOG_READ)
  const product = await load(ctx, Product, id)
  const isHidden = product?.status === 'UNPUBLISHED' && !may(ctx.actor, Permission.CATALOG_WRITE)
  return isHidden ? null : product
}
