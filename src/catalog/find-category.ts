import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { Category } from './category.entity.ts'

/** One category; null when it does not exist. */
export async function findCategory(ctx: Ctx, id: string): Promise<Category | null> {
  allow(ctx, 'CATALOG_READ')
  return load(ctx, Category, id)
}
