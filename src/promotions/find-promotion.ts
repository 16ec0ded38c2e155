import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Promotion } from './promotion.entity.ts'

/** One promotion of the caller's seller or of one below it; null when there is none in sight. Not for customers' users. */
export async function findPromotion(ctx: Ctx, id: string): Promise<Promotion | null> {
  allow(ctx, 'PRICE_READ')
  if (ctx.actor.organizationScope !== null) return null
  return ctx.em.findOne(Promotion, { id, sellerId: { $in: [...ctx.actor.readableSellers] } })
}
