import type { Ctx } from '../access/ctx.ts'
import { findPromotionForUpdate } from './find-promotion-for-update.ts'
import type { Promotion } from './promotion.entity.ts'
import { promotionArchived } from './promotion.events.ts'
import type { PromotionArchiveInput } from './promotion.inputs.ts'
import { recordPromotionEvent } from './record-promotion-event.ts'

/**
 * Ends a promotion for good: drafts with its code have to take it out, what is submitted stays. Its code stays taken.
 * Records `promotion.archived`; nothing when it is archived already. Refuses VERSION_CONFLICT.
 */
export async function archivePromotion(ctx: Ctx, input: PromotionArchiveInput): Promise<Promotion> {
  const promotion = await findPromotionForUpdate(ctx, input)
  if (promotion.status === 'ARCHIVED') return promotion
  promotion.status = 'ARCHIVED'
  promotion.version += 1
  recordPromotionEvent(ctx, promotionArchived, { promotion, data: {} })
  return promotion
}
