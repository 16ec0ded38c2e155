import type { NearestPrice } from './find-prices.ts'
import type { PriceStep, UsageTerms } from './price-chain.rules.ts'
import type { PriceModel, PriceTier } from './tiers.rules.ts'

/** What a line keeps of how its price came about, besides unit price and setup fee. */
export interface LinePricing {
  model: PriceModel
  tiers: PriceTier[]
  /** What is charged for measured usage on top. */
  usage: UsageTerms | null
  /** What each seller charges the next, from the top down. Confidential: a seller sees its own cost alone. */
  chain: PriceStep[]
  /** What the line cost before it was quoted anew, when that differs. */
  replaced?: { unitPrice: string; setupFee: string }
}

/** See {@link LinePricing}. */
export function linePricing({ model, tiers, usage, chain }: NearestPrice): LinePricing {
  return { model, tiers, usage, chain }
}
