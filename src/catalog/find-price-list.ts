import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { PriceList } from './price-list.entity.ts'

/**
 * One price list of the caller's seller or of one below it; null when there is none in sight. Lists of the sellers above
 * are inherited, not shown: what they charge others is theirs.
 */
export async function findPriceList(ctx: Ctx, id: string): Promise<PriceList | null> {
  allow(ctx, 'PRICE_READ')
  if (ctx.actor.organizationScope !== null) return null
  return ctx.em.findOne(PriceList, { id, sellerId: { $in: [...ctx.actor.readableSellers] } })
}
