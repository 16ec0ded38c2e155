import type { Ctx } from '../access/ctx.ts'
import { loadList, type ListOf } from '../platform/load-list.ts'
import { Category } from './category.entity.ts'

const ofParent: ListOf<Category> = {
  entity: Category,
  by: 'parentId',
  orderBy: { position: 'asc', name: 'asc' },
}

/** The categories directly below one, in order; those of many parents are one query. */
export async function childrenOf(ctx: Ctx, category: Category): Promise<Category[]> {
  return loadList(ctx, ofParent, category.id)
}
