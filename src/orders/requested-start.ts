import { isCalendarDate, localDate } from '../platform/calendar.ts'
import { refuse } from '../platform/errors.ts'
import type { Ctx } from '../access/ctx.ts'
import { orderContext } from './order-context.ts'
import type { Order } from './order.entity.ts'

const longestAheadDays = 366

/**
 * Writes the day before which nothing is delivered; absent, it stays. Refuses START_DATE_INVALID: no date, before today
 * on the seller's calendar, or more than a year ahead.
 */
export async function saveRequestedStart(ctx: Ctx, order: Order, date?: string | null): Promise<void> {
  if (date === undefined || date === order.requestedStartDate) return
  if (date !== null) {
    const { seller } = await orderContext(ctx, order)
    const now = ctx.clock.now()
    const last = localDate(new Date(now.getTime() + longestAheadDays * 86_400_000), seller.timeZone)
    if (!isCalendarDate(date) || date < localDate(now, seller.timeZone) || date > last)
      throw refuse('START_DATE_INVALID', `Use a day (yyyy-mm-dd) from today to ${last}.`, [
        'requestedStartDate',
      ])
  }
  order.requestedStartDate = date
}

/** True when the order may be delivered as far as its day is concerned. */
export function isStartReached(order: Order, at: { now: Date; timeZone: string }): boolean {
  return order.requestedStartDate === null || order.requestedStartDate <= localDate(at.now, at.timeZone)
}
