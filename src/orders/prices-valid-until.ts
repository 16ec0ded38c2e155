import type { Order } from './order.entity.ts'

/** Until when the prices of all lines hold, and the promotions that are a part of them; null without lines. */
export function pricesValidUntil(order: Order): Date | null {
  const ends = order.lines.getItems().flatMap(({ priceValidUntil, promotion }) => {
    const validTo = promotion?.validTo ? [Date.parse(promotion.validTo)] : []
    return [priceValidUntil.getTime(), ...validTo]
  })
  return ends.length > 0 ? new Date(Math.min(...ends)) : null
}
