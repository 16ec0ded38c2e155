import { marginOf, percentOf } from '../catalog/margin.rules.ts'
import { sum, type MoneyValue } from '../platform/money.ts'
import type { OrderLine } from './order.entity.ts'

/**
 * What the seller keeps of one billing period of all lines, in percent, two digits; null when the cost of a line is not
 * known or nothing is charged. For rules, not for readers: it passes by who may see costs.
 */
export function marginOfOrder(
  lines: readonly OrderLine[],
  seller: { id: string; above: readonly string[] },
): string | null {
  const margins = lines.map(({ pricing, quantity, currency, item: { paymentModel } }) => {
    const isCharged = paymentModel === 'RECURRING' || paymentModel === 'ONE_TIME'
    return pricing && marginOf({ chain: pricing.chain, quantity, currency, isCharged }, seller)
  })
  const known = margins.flatMap((margin) => (margin ? [margin] : []))
  const [first] = known
  if (!first || known.length < margins.length) return null
  const kept = sum(known.map(({ margin }) => margin))
  const paid = sum(known.map(({ costTotal }) => costTotal))
  const charged: MoneyValue = sum([kept, paid])
  return percentOf(kept, charged)
}
