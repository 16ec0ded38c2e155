import { discountedLineTotal } from '../catalog/discount.rules.ts'
import { fromMinorUnits, type MoneyValue } from '../platform/money.ts'
import type { OrderLine } from './order.entity.ts'
import { lineToPrice } from './price-order.ts'

/** What one whole billing period of a line costs while its promotion lasts. */
export function periodTotal(line: OrderLine): MoneyValue {
  const { promotion, currency, lineTotalMinor } = line
  if (!promotion) return fromMinorUnits(lineTotalMinor, currency)
  // No amount of one period depends on the day.
  return discountedLineTotal(lineToPrice(line, { startDate: '2000-01-01', timeZone: 'UTC' }), promotion)
}
