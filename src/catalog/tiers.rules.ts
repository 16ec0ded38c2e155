import { decimal, parseDecimal, QUANTITY_LIMITS, UNIT_PRICE_LIMITS } from '../platform/money.ts'
import type { Problem } from '../platform/errors.ts'

/**
 * How a quantity becomes an amount. FLAT: every unit costs the same. TIERED (graduated): each tier's units cost that
 * tier's price. VOLUME: all units cost the price of the tier that the whole quantity falls into.
 */
export type PriceModel = 'FLAT' | 'TIERED' | 'VOLUME'

/** One tier: the price of a unit up to and including a quantity; `upTo` null, in the last tier: without end. */
export type PriceTier = { upTo: string | null; unitPrice: string }

/** What turns a quantity into an amount. `unitPrice` counts for FLAT alone; tiers ascend and end open. */
export type QuantityPrice = { model: PriceModel; unitPrice: string; tiers: readonly PriceTier[] }

/** The tiers of a price; without them every unit costs the same. */
export type Tiers = Pick<QuantityPrice, 'model' | 'tiers'>

/** The exact amount of a quantity, as a plain decimal; it is rounded once, by whoever makes a line of it. */
export function amountOf({ model, unitPrice, tiers }: QuantityPrice, quantity: string): string {
  const units = decimal(quantity)
  if (model === 'FLAT') return units.times(decimal(unitPrice)).toFixed()
  if (model === 'VOLUME') return units.times(decimal(tierOf(tiers, quantity).unitPrice)).toFixed()
  let amount = decimal('0')
  let below = decimal('0')
  for (const tier of tiers) {
    const top = tier.upTo === null || units.lessThan(tier.upTo) ? units : decimal(tier.upTo)
    if (top.greaterThan(below)) amount = amount.plus(top.minus(below).times(decimal(tier.unitPrice)))
    below = tier.upTo === null ? units : decimal(tier.upTo)
  }
  return amount.toFixed()
}

/** The price of one unit that a line shows: of a graduated price, that of the first tier. */
export function shownUnitPrice(price: QuantityPrice, quantity: string): string {
  if (price.model === 'VOLUME') return tierOf(price.tiers, quantity).unitPrice
  return price.model === 'FLAT' ? price.unitPrice : (price.tiers[0]?.unitPrice ?? price.unitPrice)
}

/** The tier that a quantity falls into. */
function tierOf(tiers: readonly PriceTier[], quantity: string): PriceTier {
  const units = decimal(quantity)
  const found = tiers.find(({ upTo }) => upTo === null || units.lessThanOrEqualTo(decimal(upTo)))
  if (!found) throw new RangeError('The last tier must have no end.')
  return found
}

/** What is wrong with the tiers of a price: paths begin at `tiers`. FLAT has none, the others end with an open tier. */
export function tierProblems(model: PriceModel, tiers: readonly PriceTier[]): Problem[] {
  if (model === 'FLAT')
    return tiers.length === 0
      ? []
      : [problem('TIERS_UNEXPECTED', 'A FLAT price has no tiers; use TIERED or VOLUME.', ['tiers'])]
  if (tiers.length === 0 || tiers.length > 50)
    return [problem('TIERS_MISSING', `Give a ${model} price 1 to 50 tiers.`, ['tiers'])]
  return tiers.flatMap((tier, index) => problemsOf(tiers, tier, index))
}

function problemsOf(tiers: readonly PriceTier[], tier: PriceTier, index: number): Problem[] {
  const at = (field: string) => ['tiers', String(index), field]
  const problems: Problem[] = []
  const price = parseDecimal(tier.unitPrice, UNIT_PRICE_LIMITS)
  if (!price || price.isNegative())
    problems.push(
      problem('PRICE_INVALID', 'Enter a plain number of 0 or more, with at most 8 digits after the point.', [
        ...at('unitPrice'),
      ]),
    )
  const isLast = index === tiers.length - 1
  if (isLast !== (tier.upTo === null)) {
    problems.push(problem('TIERS_OPEN_END', 'Leave `upTo` out in the last tier, and only there.', at('upTo')))
    return problems
  }
  if (tier.upTo === null) return problems
  const top = parseDecimal(tier.upTo, QUANTITY_LIMITS)
  const below = parseDecimal(tiers[index - 1]?.upTo ?? '0', QUANTITY_LIMITS)
  if (!top || !below || !top.greaterThan(below))
    problems.push(
      problem('TIERS_NOT_ASCENDING', 'Let each `upTo` be above that of the tier before.', at('upTo')),
    )
  return problems
}

function problem(code: string, message: string, path: string[]): Problem {
  return { code, message, path }
}
