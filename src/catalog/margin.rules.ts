import { decimal, multiply, roundToCurrency, type MoneyValue } from '../platform/money.ts'
import { costTerms, quantityPrice, type PriceStep } from './price-chain.rules.ts'
import { amountOf, shownUnitPrice } from './tiers.rules.ts'

/** What a seller pays for a line and what it keeps. Decimal strings. */
export type Margin = {
  /** One unit for one billing period, up to 8 fraction digits. */
  unitCost: string
  setupCost: MoneyValue
  /** One billing period of the line, rounded once. */
  costTotal: MoneyValue
  /** What the seller charges for that period, less the cost. */
  margin: MoneyValue
  /** Of what it charges, two digits; null when it charges nothing. */
  marginPercent: string | null
}

/** A line as its sellers priced it. */
export type ChainedLine = {
  chain: ReadonlyArray<Pick<PriceStep, 'sellerId' | 'terms'>>
  quantity: string
  currency: string
  /** False for what is charged by measured usage or not at all: only the unit cost is known then. */
  isCharged: boolean
  /** What the seller that charges the customer takes off one period, by a promotion of its own. */
  discount?: { sellerId: string; amount: MoneyValue } | null
}

/**
 * The margin of one seller: what it charges the next below, less what the nearest above charges it.
 * Null when nobody above prices the offer. Other sellers' costs do not show. A promotion is paid by whoever gave it.
 */
export function marginOf(
  { chain, quantity, currency, isCharged, discount }: ChainedLine,
  seller: { id: string; above: readonly string[] },
): Margin | null {
  const cost = costTerms(chain, seller.above)
  const charged = costTerms(chain, [...seller.above, seller.id])
  if (!cost || !charged) return null
  const units = isCharged ? quantity : '0'
  const total = (terms: typeof cost): MoneyValue =>
    units === '0'
      ? multiply({ amount: '0', currency }, '0')
      : roundToCurrency(amountOf(quantityPrice(terms), units), currency)
  const off = discount && discount.sellerId === seller.id && isCharged ? discount.amount.amount : '0'
  const paid = total(cost)
  const taken = roundToCurrency(decimal(total(charged).amount).minus(off), currency)
  const margin = roundToCurrency(decimal(taken.amount).minus(decimal(paid.amount)), currency)
  return {
    unitCost: shownUnitPrice(quantityPrice(cost), quantity),
    setupCost: roundToCurrency(cost.setupFee, currency),
    costTotal: paid,
    margin,
    marginPercent: percentOf(margin, taken),
  }
}

/** A margin in percent of what was charged; null when that is nothing. Markup 50.13 % is margin 33.39 %. */
export function percentOf(margin: MoneyValue, charged: MoneyValue): string | null {
  if (decimal(charged.amount).isZero()) return null
  return decimal(margin.amount).times('100').div(decimal(charged.amount)).toDecimalPlaces(2).toFixed(2)
}
