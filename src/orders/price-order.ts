import { priceLine, totals, type OrderTotals, type PricedLine } from '../catalog/pricing.rules.ts'
import type { Order, OrderLine } from './order.entity.ts'
import { priceChangeLine } from './price-change-line.ts'

/** The order's lines with what each costs, and the sums. */
export interface PricedOrder {
  lines: Array<{ line: OrderLine; price: PricedLine }>
  totals: OrderTotals
}

/**
 * What the order costs at the prices that its lines hold, when it starts at `at` in the seller's time zone.
 * Lines of another currency than the order's (it changed its account) are priced, but not in the sums.
 */
export function priceOrder(order: Order, at: { startDate: Date; timeZone: string }): PricedOrder {
  const lines = order.lines.getItems().map((line) => {
    const { change } = line
    if (change) {
      const { timeZone } = at
      const price = priceChangeLine({ line, change }, { startDate: at.startDate.toISOString(), timeZone })
      return { line, price }
    }
    const { commitmentTerm, billingPeriod, paymentModel, chargeTiming } = line.item
    const price = priceLine({
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      setupFee: line.setupFee,
      currency: line.currency,
      commitmentTerm,
      billingPeriod,
      paymentModel,
      chargeTiming,
      startDate: at.startDate.toISOString(),
      timeZone: at.timeZone,
    })
    return { line, price }
  })
  const summed = lines.filter(({ line }) => line.currency === order.currency).map(({ price }) => price)
  return { lines, totals: totals(summed, order.currency) }
}
