import { addMonths, daysBetween, type CalendarDate } from '../platform/calendar.ts'
import { decimal, roundToCurrency, type MoneyValue } from '../platform/money.ts'

/** The days of a period: from `start` up to, and without, `end`. */
export type ServicePeriod = { start: CalendarDate; end: CalendarDate }

/** The part of a billing period that is charged. */
export type Proration = {
  /** The billing period that the charged days lie in, whole. */
  period: ServicePeriod
  /** Days that are charged, and days of the whole period. */
  chargedDays: number
  periodDays: number
  /** The quotient of the two, rounded to 8 digits to be shown; amounts are made from the days themselves. */
  factor: string
}

/**
 * The first charge of something that starts on a day and shares its end with something else (co-term): billing periods
 * are counted back from that end, and what lies before the first whole one is charged by the day, actual over actual.
 * Whole periods only: factor 1. `end` must lie after `start`.
 */
export function coTermProration(start: CalendarDate, end: CalendarDate, months: number): Proration {
  if (end <= start) throw new RangeError(`The end ${end} must lie after the start ${start}.`)
  let count = 0
  // Counted from the end each time, so that 31 January stays the anchor of 28 February.
  while (addMonths(end, -(count + 1) * months) >= start) count += 1
  const whole = addMonths(end, -count * months)
  if (whole === start) return prorationOf({ start, end: addMonths(end, -(count - 1) * months) }, start)
  return prorationOf({ start: addMonths(end, -(count + 1) * months), end: whole }, start)
}

/** The rest of a period from a day on, that day included. */
export function prorationOf(period: ServicePeriod, from: CalendarDate): Proration {
  const first = from > period.start ? from : period.start
  const periodDays = daysBetween(period.start, period.end)
  const chargedDays = Math.max(0, daysBetween(first, period.end))
  const factor = decimal(String(chargedDays)).div(String(periodDays)).toDecimalPlaces(8).toFixed()
  return { period, chargedDays, periodDays, factor }
}

/** A period's exact amount for the days that are charged, rounded once. */
export function prorated(
  amount: string,
  currency: string,
  { chargedDays, periodDays }: Proration,
): MoneyValue {
  return roundToCurrency(decimal(amount).times(String(chargedDays)).div(String(periodDays)), currency)
}
