import type { Ctx } from '../access/ctx.ts'
import { refuse, refuseAll, type Problem } from '../platform/errors.ts'
import { findPromotionForUpdate } from './find-promotion-for-update.ts'
import type { Promotion } from './promotion.entity.ts'
import { promotionUpdated } from './promotion.events.ts'
import type { PromotionUpdateInput } from './promotion.inputs.ts'
import { isNameUnusable, limitProblems } from './promotion.rules.ts'
import { recordPromotionEvent } from './record-promotion-event.ts'

function problemsOf(ctx: Ctx, promotion: Promotion, input: PromotionUpdateInput): Problem[] {
  const { name, validTo } = input
  const begins = Math.max(ctx.clock.now().getTime(), promotion.validFrom.getTime())
  const message = 'Let it end now or later, and after it begins.'
  return [
    ...(name !== undefined && isNameUnusable(name ?? '')
      ? [{ code: 'TEXT_LENGTH', message: 'Use 1 to 200 characters.', path: ['name'] }]
      : []),
    ...(validTo && validTo.getTime() < begins
      ? [{ code: 'VALIDITY_INVALID', message, path: ['validTo'] }]
      : []),
    ...limitProblems(input),
  ]
}

/**
 * Changes name, end or limits of a promotion. Drafts with its code are judged by it from now on; what is submitted stays.
 * Records `promotion.updated` when something changed. Refuses VERSION_CONFLICT, PROMOTION_ARCHIVED, TEXT_LENGTH,
 * VALIDITY_INVALID and LIMIT_INVALID.
 */
export async function updatePromotion(ctx: Ctx, input: PromotionUpdateInput): Promise<Promotion> {
  const promotion = await findPromotionForUpdate(ctx, input)
  if (promotion.status === 'ARCHIVED')
    throw refuse('PROMOTION_ARCHIVED', 'It was ended for good. Make another one.', ['promotionId'])
  refuseAll(problemsOf(ctx, promotion, input))
  const { name, validTo, maxRedemptions, maxRedemptionsPerCustomer } = input
  const given = { name: name?.trim(), validTo, maxRedemptions, maxRedemptionsPerCustomer }
  const changes = Object.entries(given).filter(
    ([field, value]) =>
      value !== undefined && String(promotion[field as keyof typeof given]) !== String(value),
  )
  if (changes.length === 0) return promotion
  Object.assign(promotion, Object.fromEntries(changes), { version: promotion.version + 1 })
  const changed = changes.map(([field]) => field)
  recordPromotionEvent(ctx, promotionUpdated, { promotion, data: { changed } })
  return promotion
}
