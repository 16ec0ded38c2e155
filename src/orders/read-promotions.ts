import type { Ctx } from '../access/ctx.ts'
import type { OfferQuote } from '../catalog/quote-offers.ts'
import { Promotion } from '../promotions/promotion.entity.ts'
import { codeKeyOf, type Promoted } from '../promotions/promotion.rules.ts'
import type { OrderItemConditionsInput } from './order-item-conditions.inputs.ts'
import { linePromotion, type LinePromotion } from './line-promotion.view.ts'
import type { Order } from './order.entity.ts'
import { promotionStates, type PromotionStates } from './promotion-states.ts'

/** What a line keeps of the code that was entered for it; nulls: none. */
export interface LineCode {
  promotionId: string | null
  promotion: LinePromotion | null
}

/** The promotions behind the codes of an order's items. */
export interface EnteredPromotions {
  organizationId: string
  /** By the code as it is compared. */
  byKey: ReadonlyMap<string, Promotion>
  states: PromotionStates
}

/** Reads the promotions of the order's seller whose codes were entered; three queries at most, none without codes. */
export async function readPromotions(
  ctx: Ctx,
  order: Order,
  items: readonly OrderItemConditionsInput[],
): Promise<EnteredPromotions> {
  const keys = [...new Set(items.flatMap(({ promotionCode }) => codeKeyOf(promotionCode ?? '') || []))]
  const { sellerId, organizationId } = order
  const found = keys.length === 0 ? [] : await ctx.em.find(Promotion, { sellerId, codeKey: { $in: keys } })
  const byKey = new Map(found.map((one) => [one.codeKey, one]))
  return { organizationId, byKey, states: await promotionStates(ctx, order, found) }
}

/** What an item's code is judged by; null when it names none. */
export function promotedBy(
  entered: EnteredPromotions,
  { promotionCode }: OrderItemConditionsInput,
  { offer, product, vendor, setupFee }: OfferQuote,
): Promoted | null {
  const code = promotionCode?.trim().slice(0, 40)
  if (!code) return null
  const { byKey, states, organizationId } = entered
  const found = byKey.get(codeKeyOf(code))
  return {
    code: found?.code ?? code,
    promotion: (found && states.states.get(found.id)) ?? null,
    offer: {
      offerId: offer.id,
      productId: product.id,
      vendorId: vendor.id,
      paymentModel: offer.paymentModel,
      setupFee,
    },
    organizationId,
    isNewCustomer: states.isNewCustomer,
  }
}

/** What a line keeps of an item's code. */
export function lineCodeOf(
  { byKey }: EnteredPromotions,
  { promotionCode }: OrderItemConditionsInput,
): LineCode {
  const found = byKey.get(codeKeyOf(promotionCode ?? ''))
  return { promotionId: found?.id ?? null, promotion: found ? linePromotion(found) : null }
}
