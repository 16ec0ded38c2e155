import type { Ctx } from '../access/ctx.ts'
import type { Buyer } from './find-buyer.ts'
import type { PricedFor } from './orderable-offers.ts'

/** The price lists that hold for a buyer now, in the order in which they count: see `price-chain.rules.ts`. */
export async function findPricedFor(ctx: Pick<Ctx, 'em' | 'clock'>, buyer: Buyer): Promise<PricedFor> {
  const { currency, organization } = buyer
  const sellers = [...buyer.sellers]
  const now = ctx.clock.now()
  const rows = await ctx.em.execute<Array<{ id: string }>>(
    `SELECT id FROM price_list WHERE seller_id = ANY (ARRAY[?]::text[]) AND currency = ?
       AND (organization_id IS NULL OR organization_id = ?) AND (reseller_id IS NULL OR reseller_id = ANY (ARRAY[?]::text[]))
       AND (valid_from IS NULL OR valid_from <= ?) AND (valid_to IS NULL OR valid_to > ?)
     ORDER BY array_position(ARRAY[?]::text[], seller_id), organization_id IS NULL AND reseller_id IS NULL,
       coalesce(valid_from, created_at) DESC, id DESC`,
    [sellers, currency, organization.id, sellers, now, now, sellers],
  )
  return { currency, sellers, priceListIds: rows.map(({ id }) => id) }
}
