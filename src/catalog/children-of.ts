import type { Ctx } from '../access/ctx.ts'
import { loadGroup } from '../platform/load.ts'
import { Category } from './category.entity.ts'

/** The categories directly below one, in order; those of many parents are one query. */
export async function childrenOf(ctx: Ctx, category: Category): Promise<Category[]> {
  const children = await loadGroup(ctx, Category, { parentId: category.id })
  return children.toSorted((a, b) => a.position - b.position || a.name.localeCompare(b.name, 'en'))
}
