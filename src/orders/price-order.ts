import {
  priceLine,
  totals,
  type LineToPrice,
  type OrderTotals,
  type PricedLine,
} from '../catalog/pricing.rules.ts'
import type { Order, OrderLine } from './order.entity.ts'
import { priceChangeLine } from './price-change-line.ts'

/** The order's lines with what each costs, and the sums. */
export interface PricedOrder {
  lines: Array<{ line: OrderLine; price: PricedLine }>
  totals: OrderTotals
}

/** When an order starts, and on whose calendar. */
export interface OrderStart {
  startDate: Date
  timeZone: string
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
    startDate: at.startDate.toISOString(),
    timeZone: at.timeZone,
  }
}

/**
 * What the order costs at the prices that its lines hold, when it starts at `at` in the seller's time zone.
 * Lines of another currency than the order's (it changed its account) are priced, but not in the sums.
 */
export function priceOrder(order: Order, at: OrderStart): PricedOrder {
  const lines = order.lines.getItems().map((line) => {
    const { change } = line
    if (!change) return { line, price: priceLine(lineToPrice(line, at)) }
    const start = { startDate: at.startDate.toISOString(), timeZone: at.timeZone }
    return { line, price: priceChangeLine({ line, change }, start) }
  })
  const summed = lines.filter(({ line }) => line.currency === order.currency).map(({ price }) => price)
  return { lines, totals: totals(summed, order.currency) }
}
