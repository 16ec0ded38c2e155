import type { Ctx } from '../access/ctx.ts'
import { money } from '../platform/money.view.ts'
import { marginOf, type ChainedLine } from './margin.rules.ts'
import { maySeeCost } from './may-see-cost.ts'
import type { Offer } from './offer.entity.ts'
import type { PriceStep } from './price-chain.rules.ts'
import type { PriceMargin } from './price-margin.view.ts'

interface PricedQuantity {
  chain: readonly PriceStep[]
  quantity: string
  currency: string
  offer: Pick<Offer, 'paymentModel'>
  /** See `ChainedLine`. */
  discount?: ChainedLine['discount']
}

/** The margin of the actor's own seller; null when it may not be seen, or when nobody above prices the offer. */
export function visibleMargin(ctx: Pick<Ctx, 'actor'>, priced: PricedQuantity): PriceMargin | null {
  if (!maySeeCost(ctx)) return null
  const { chain, quantity, currency, offer, discount = null } = priced
  const isCharged = offer.paymentModel === 'RECURRING' || offer.paymentModel === 'ONE_TIME'
  const { sellerId: id, ancestorSellers: above } = ctx.actor
  const margin = marginOf({ chain, quantity, currency, isCharged, discount }, { id, above })
  return margin && { ...margin, unitCost: money(margin.unitCost, currency) }
}
