import { LockMode } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { findPromotion } from './find-promotion.ts'
import { Promotion } from './promotion.entity.ts'

/**
 * The promotion under its lock, for whoever may change it: two changes of it, and orders that redeem it, come one after
 * the other. Refuses NOT_FOUND, OUT_OF_REACH for that of a seller below, and VERSION_CONFLICT.
 */
export async function findPromotionForUpdate(
  ctx: Ctx,
  wanted: { promotionId: string; expectedVersion?: number | null | undefined },
): Promise<Promotion> {
  allow(ctx, 'PRICE_WRITE')
  const { promotionId: id, expectedVersion } = wanted
  const found = await findPromotion(ctx, id)
  if (!found) throw notFound('promotion', ['promotionId'])
  inWriteReach(ctx, found, ['promotionId'])
  const locked = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const
  const promotion = await ctx.em.findOneOrFail(Promotion, { id }, locked)
  if (typeof expectedVersion !== 'number' || expectedVersion === promotion.version) return promotion
  throw refuse('VERSION_CONFLICT', 'The promotion has changed since you read it. Read it again.', {
    path: ['expectedVersion'],
    details: { currentVersion: promotion.version },
  })
}
