import DataLoader from 'dataloader'
import type { Ctx } from '../access/ctx.ts'
import { loaderOf } from '../platform/load.ts'
import type { Promotion } from '../promotions/promotion.entity.ts'
import { countRedemptions } from './count-redemptions.ts'

/** How many orders use a promotion now; many promotions cost one query. */
export function redemptionsOf(ctx: Pick<Ctx, 'em'>, { id, sellerId }: Promotion): Promise<number> {
  const loader = loaderOf<string, number>(
    ctx,
    `redemptions of ${sellerId}`,
    (em) =>
      new DataLoader(async (ids) => {
        const rows = await countRedemptions({ em }, { sellerId, organizationId: '', id: '' }, ids)
        const byId = new Map(rows.map((row) => [row.promotion_id, row.in_all]))
        return ids.map((one) => byId.get(one) ?? 0)
      }),
  )
  return loader.load(id)
}
