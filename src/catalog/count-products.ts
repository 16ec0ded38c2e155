import type { Ctx } from '../access/ctx.ts'
import { cappedCount, countCap, type CappedCount } from './capped-count.rules.ts'
import { matchedProducts } from './matched-products.ts'
import { partsOf, passingOffers, sizeOf, type ProductCriteria } from './product-criteria.ts'

const counts = new WeakMap<ProductCriteria, Promise<CappedCount>>()

/** How many products a search finds on all its pages, exact up to 10,000. Counted once for a page, however often asked. */
export function countProducts(ctx: Ctx, criteria: ProductCriteria): Promise<CappedCount> {
  const counting = counts.get(criteria) ?? count(ctx, criteria)
  counts.set(criteria, counting)
  return counting
}

async function count(ctx: Ctx, criteria: ProductCriteria): Promise<CappedCount> {
  if (criteria.isOnHold) return cappedCount(0)
  const matched = matchedProducts(criteria, 'p.id', { isAnyWelcome: true })
  const offers = passingOffers(criteria)
  if (!offers && sizeOf(criteria, partsOf(criteria), 0).atLeast > countCap) return cappedCount(countCap + 1)
  const passing = offers ? `CROSS JOIN LATERAL (SELECT 1 ${offers.sql} LIMIT 1) passing` : ''
  const [row] = await ctx.em.execute<Array<{ count: number | string }>>(
    `SELECT count(*) AS count FROM (SELECT 1 FROM (${matched.sql}) m ${passing} LIMIT ?) counted`,
    [...matched.params, ...(offers?.params ?? []), countCap + 1],
  )
  return cappedCount(Number(row?.count ?? 0))
}
