import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { SearchSynonym } from './search-synonym.entity.ts'

/** What words of searches stand for, by word; they are few, and the operator's own. */
export async function listSynonyms(ctx: Ctx): Promise<SearchSynonym[]> {
  allow(ctx, Permission.CATALOG_READ)
  return ctx.em.find(SearchSynonym, {}, { orderBy: { word: 'asc' }, limit: 5000 })
}
