import type { Ctx } from '../access/ctx.ts'
import type { PriceMargin } from '../catalog/price-margin.view.ts'
import { visibleMargin } from '../catalog/visible-margin.ts'
import { decimal, fromMinorUnits, roundToCurrency } from '../platform/money.ts'
import type { OrderLine } from './order.entity.ts'
import { periodTotal } from './period-total.ts'

/** What a promotion takes off one billing period: it comes out of the margin of the seller who gave it. */
function discountOf(line: OrderLine) {
  const { promotion, sellerId, currency, lineTotalMinor } = line
  if (!promotion) return null
  const full = fromMinorUnits(lineTotalMinor, currency)
  return { sellerId, amount: roundToCurrency(decimal(full.amount).minus(periodTotal(line).amount), currency) }
}

/**
 * What the caller's reseller pays for a line and keeps, as it was when quoted, at its promotion; null for whoever may not
 * see it.
 */
export function marginOfLine(ctx: Pick<Ctx, 'actor'>, line: OrderLine): PriceMargin | null {
  const { quantity, currency, item: offer, pricing } = line
  if (!pricing) return null
  return visibleMargin(ctx, { chain: pricing.chain, quantity, currency, offer, discount: discountOf(line) })
}
