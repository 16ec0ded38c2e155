import type { Ctx } from '../access/ctx.ts'
import { candidates, conditions, type ProductCriteria } from './product-criteria.ts'

/** How many products a search finds on all its pages. */
export async function countProducts(ctx: Ctx, criteria: ProductCriteria): Promise<number> {
  const from = candidates(criteria)
  const filter = conditions(criteria)
  const [row] = await ctx.em.execute<Array<{ count: number | string }>>(
    `${from.sql} SELECT count(DISTINCT id) AS count FROM candidate WHERE ${filter.sql}`,
    [...from.params, ...filter.params],
  )
  return Number(row?.count ?? 0)
}
