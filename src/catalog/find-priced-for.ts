import type { Ctx } from '../access/ctx.ts'
import type { Buyer } from './find-buyer.ts'
import type { PricedFor } from './orderable-offers.ts'
import type { PricingBasis } from './price-chain.rules.ts'

interface ListRow {
  id: string
  seller_id: string
  reseller_id: string | null
  is_for_buyer: boolean
  basis: PricingBasis
  percent: string | null
  least_percent: string | null
  greatest_percent: string | null
  starts_at: string | Date
}

/**
 * The price lists that hold for a buyer now, each with its rule: all that `price-chain.rules.ts` needs to know besides the
 * prices themselves. One statement.
 */
export async function findPricedFor(ctx: Pick<Ctx, 'em' | 'clock'>, buyer: Buyer): Promise<PricedFor> {
  const { currency, organization } = buyer
  const sellers = [...buyer.sellers]
  const now = ctx.clock.now()
  const rows = await ctx.em.execute<ListRow[]>(
    `SELECT l.id, l.seller_id, l.reseller_id, l.organization_id IS NOT NULL OR l.reseller_id IS NOT NULL AS is_for_buyer,
       l.basis, l.percent::text, coalesce(l.valid_from, l.created_at) AS starts_at,
       least(l.percent, own.least)::text AS least_percent, greatest(l.percent, own.greatest)::text AS greatest_percent
     FROM price_list l LEFT JOIN LATERAL (
       SELECT min(percent) AS least, max(percent) AS greatest FROM price p
       WHERE p.seller_id = l.seller_id AND p.price_list_id = l.id AND p.percent IS NOT NULL) own ON l.basis <> 'FIXED'
     WHERE l.seller_id = ANY (ARRAY[?]::text[]) AND l.currency = ?
       AND (l.organization_id IS NULL OR l.organization_id = ?)
       AND (l.reseller_id IS NULL OR l.reseller_id = ANY (ARRAY[?]::text[]))
       AND (l.valid_from IS NULL OR l.valid_from <= ?) AND (l.valid_to IS NULL OR l.valid_to > ?)
     ORDER BY l.id`,
    [sellers, currency, organization.id, sellers, now, now],
  )
  const nextBelow = (sellerId: string) => sellers[sellers.indexOf(sellerId) - 1]
  const lists = rows.flatMap((row) => {
    const { id, seller_id: sellerId, reseller_id: resellerId, is_for_buyer: isForBuyer, basis, percent } = row
    // A list for a reseller counts for the one directly below its seller alone.
    if (resellerId !== null && nextBelow(sellerId) !== resellerId) return []
    const percents = { leastPercent: row.least_percent, greatestPercent: row.greatest_percent }
    return [{ id, sellerId, isForBuyer, basis, percent, ...percents, startsAt: new Date(row.starts_at) }]
  })
  return { currency, sellers, lists }
}
