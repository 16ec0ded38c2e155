import { localDate, type CalendarDate } from '../platform/calendar.ts'
import { isEditable } from './lifecycle.rules.ts'
import type { OrderStatus } from './order-status.ts'

/** What the day follows from. */
export type Starting = {
  status: OrderStatus
  /** The day that was recorded last; null before there was one. */
  startDay: CalendarDate | null
  requestedStartDate: CalendarDate | null
  submittedAt: Date | null
}

/**
 * The day that an order's amounts are counted from, on its seller's calendar. While it is edited: today, or the later
 * day that it asks for; from its submission on, the day that was recorded then.
 */
export function startDayOf(order: Starting, at: { now: Date; timeZone: string }): CalendarDate {
  const { status, startDay, requestedStartDate, submittedAt } = order
  const isFrozen = !isEditable(status)
  if (isFrozen && startDay !== null) return startDay
  const today = localDate((isFrozen ? submittedAt : null) ?? at.now, at.timeZone)
  return requestedStartDate !== null && requestedStartDate > today ? requestedStartDate : today
}
