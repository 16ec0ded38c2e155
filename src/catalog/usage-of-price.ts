import { money } from '../platform/money.view.ts'
import type { UsageTerms } from './price-chain.rules.ts'
import type { PriceComponent } from './price-component.view.ts'

/** What is charged for measured usage on top of a price, as a component; null: nothing. */
export function usageOfPrice(price: { usage: UsageTerms | null; currency: string }): PriceComponent | null {
  const { usage, currency } = price
  return usage && { ...usage, kind: 'USAGE', unitPrice: money(usage.unitPrice, currency) }
}
