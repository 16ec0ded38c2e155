import { decimal } from '../platform/money.ts'
import type { PricingBasis } from './price-chain.rules.ts'

/** What a price list may do to a price, whatever the offer. */
export type ListReach = {
  sellerId: string
  basis: PricingBasis
  /** The smallest and the greatest percent that it applies to any offer; null in a FIXED list. */
  leastPercent: string | null
  greatestPercent: string | null
}

/** Named prices between which (both included) one must lie that becomes a price in a range; null: no end. */
export type NamedBounds = { from: string | null; to: string | null }

/** More than all roundings of a chain together can amount to. */
const slack = '0.01'

/**
 * The named prices that rules can turn into a price from `from` up to `to`: each seller may raise or lower what it pays
 * as far as its lists say, or pass it on. Wider than needed, so that an index finds every candidate; each is priced then.
 */
export function namedBounds(
  lists: readonly ListReach[],
  { from, to }: { from: string | null; to: string | null },
): NamedBounds {
  const { least, greatest } = factorsOf(lists)
  const lowest = from === null ? null : decimal(from).minus(slack).div(greatest)
  const highest = to === null || least.isZero() ? null : decimal(to).plus(slack).div(least)
  return {
    from: lowest === null ? null : lowest.toDecimalPlaces(8, 1).toFixed(),
    to: highest === null ? null : highest.toDecimalPlaces(8, 0).toFixed(),
  }
}

function factorsOf(lists: readonly ListReach[]) {
  let [least, greatest] = [decimal('1'), decimal('1')]
  for (const ofSeller of Map.groupBy(lists, ({ sellerId }) => sellerId).values()) {
    const factors = [decimal('1'), ...ofSeller.flatMap(factorsOfList)]
    least = least.times(factors.reduce((a, b) => (b.lessThan(a) ? b : a)))
    greatest = greatest.times(factors.reduce((a, b) => (b.greaterThan(a) ? b : a)))
  }
  return { least, greatest }
}

function factorsOfList({ basis, leastPercent, greatestPercent }: ListReach) {
  const percents = [leastPercent, greatestPercent].flatMap((percent) => (percent === null ? [] : [percent]))
  const one = decimal('100')
  if (basis === 'FIXED') return []
  return percents.map((percent) =>
    (basis === 'COST_PLUS' ? one.plus(percent) : one.minus(percent)).div('100'),
  )
}
