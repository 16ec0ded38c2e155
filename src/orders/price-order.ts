import { priceDiscounted, type DiscountedLine } from '../catalog/discount.rules.ts'
import { totals, type LineToPrice, type OrderTotals } from '../catalog/pricing.rules.ts'
import type { Order, OrderLine } from './order.entity.ts'
import { priceChangeLine } from './price-change-line.ts'

/** The order's lines with what each costs, and the sums. */
export interface PricedOrder {
  lines: Array<{ line: OrderLine; price: DiscountedLine }>
  totals: OrderTotals
}

/** When an order starts, and on whose calendar. */
export interface OrderStart {
  /** A day (`yyyy-mm-dd`), or an instant that is turned into the day in `timeZone`. */
  startDate: string
  timeZone: string
}

/** The start that was recorded with the order; before there was one, when it was submitted or last changed. */
export function recordedStart({ startDay, submittedAt, updatedAt }: Order): OrderStart {
  return { startDate: startDay ?? (submittedAt ?? updatedAt).toISOString(), timeZone: 'UTC' }
}

/** A line at the price that it holds, as it is to be priced. */
export function lineToPrice(line: OrderLine, at: OrderStart): LineToPrice {
  const { commitmentTerm, billingPeriod, paymentModel, chargeTiming } = line.item
  const { quantity, unitPrice, setupFee, currency, pricing } = line
  return {
    quantity,
    unitPrice,
    ...(pricing ? { model: pricing.model, tiers: pricing.tiers } : {}),
    setupFee,
    currency,
    commitmentTerm,
    billingPeriod,
    paymentModel,
    chargeTiming,
    ...at,
  }
}

/**
 * What the order costs at the prices that its lines hold, when it starts at `at` in the seller's time zone.
 * Lines of another currency than the order's (it changed its account) are priced, but not in the sums.
 */
export function priceOrder(order: Order, at: OrderStart): PricedOrder {
  const lines = order.lines.getItems().map((line) => {
    const { change } = line
    const { coTermDate: end, promotion: discount } = line
    if (!change) return { line, price: priceDiscounted(lineToPrice(line, at), { end, discount }) }
    return { line, price: { ...priceChangeLine({ line, change }, at), factor: '1', discount: null } }
  })
  const summed = lines.filter(({ line }) => line.currency === order.currency).map(({ price }) => price)
  return { lines, totals: totals(summed, order.currency) }
}
