import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { Category } from './category.entity.ts'

const shelfOrder = { position: 'asc', name: 'asc', id: 'asc' } as const

/** The categories at the top of the tree, in order. */
export async function listCategories(ctx: Ctx): Promise<Category[]> {
  allow(ctx, Permission.CATALOG_READ)
  return ctx.em.find(Category, { parentId: null }, { orderBy: shelfOrder })
}
