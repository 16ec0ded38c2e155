import { percentOf } from '../catalog/margin.rules.ts'
import {
  decimal,
  fromMinorUnits,
  multiply,
  roundToCurrency,
  sum,
  type MoneyValue,
} from '../platform/money.ts'
import type { OrderLine } from './order.entity.ts'
import { periodTotal } from './period-total.ts'

/** One billing period before any discount; the price that was quoted, where its list names no other. */
function listTotal({ lineTotalMinor, currency, quantity, pricing }: OrderLine): MoneyValue {
  const quoted = fromMinorUnits(lineTotalMinor, currency)
  const nearest = pricing?.chain.at(-1)
  if (nearest?.basis !== 'LIST_MINUS' || nearest.percent === null) return quoted
  const left = decimal('100').minus(nearest.percent)
  if (left.isZero()) return multiply({ amount: nearest.listUnitPrice ?? '0', currency }, quantity)
  return roundToCurrency(decimal(quoted.amount).times('100').div(left), currency)
}

/**
 * What discounts off the list price and promotions take off one billing period of all lines, in percent, two digits; null
 * when nothing would be charged even at list prices.
 */
export function discountOfOrder(lines: readonly OrderLine[], currency: string): string | null {
  const summed = lines.filter((line) => line.currency === currency)
  const full = sum(summed.map(listTotal), currency)
  const less = sum(summed.map(periodTotal), currency)
  return percentOf(roundToCurrency(decimal(full.amount).minus(less.amount), currency), full)
}
