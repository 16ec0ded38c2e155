import type { Ctx } from '../access/ctx.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { load } from '../platform/load.ts'
import type { Order } from './order.entity.ts'
import { priceOrder } from './price-order.ts'
import { startDayOf } from './start-day.rules.ts'

/**
 * Records the day that the amounts of an editable order are counted from, and what part of a period each line is charged
 * for first. What is told of the order afterwards counts from it; its submission records it for good.
 */
export async function recordStartDay(ctx: Ctx, order: Order): Promise<void> {
  const seller = await load(ctx, Organization, order.sellerId)
  const { status, requestedStartDate, submittedAt } = order
  const starting = { status, startDay: null, requestedStartDate, submittedAt }
  const startDate = startDayOf(starting, { now: ctx.clock.now(), timeZone: seller?.timeZone ?? 'UTC' })
  order.startDay = startDate
  const { lines } = priceOrder(order, { startDate, timeZone: 'UTC' })
  for (const { line, price } of lines) line.prorationFactor = price.factor
}
