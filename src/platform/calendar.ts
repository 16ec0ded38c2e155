/** A day without a time, `yyyy-mm-dd`. */
export type CalendarDate = string

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const DURATION = /^P(\d{1,3})([MY])$/

/** True for a day that exists: `2028-02-29` is one, `2027-02-29` is not. */
export function isCalendarDate(text: string): boolean {
  const match = DATE.exec(text)
  if (!match) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

/** The length of `P1M`, `P3Y` and the like in months; null for any other text. */
export function monthsOf(duration: string): number | null {
  const match = DURATION.exec(duration)
  if (!match) return null
  const months = Number(match[1]) * (match[2] === 'Y' ? 12 : 1)
  return months > 0 ? months : null
}

/**
 * The same day `months` later; the last day of the month where that day does not exist there.
 * Count from the first date each time (31 January: 28 February, 31 March), never from the previous result.
 */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  if (!isCalendarDate(date)) throw new RangeError(`"${date}" is not a date of the form yyyy-mm-dd.`)
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const index = year * 12 + (month - 1) + months
  const toYear = Math.floor(index / 12)
  const toMonth = (index % 12) + 1
  const toDay = Math.min(day, daysInMonth(toYear, toMonth))
  return `${pad(toYear, 4)}-${pad(toMonth, 2)}-${pad(toDay, 2)}`
}

/** Days from one date to another; negative when the second lies before the first. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  if (!isCalendarDate(from) || !isCalendarDate(to))
    throw new RangeError(`"${from}" and "${to}" must be dates of the form yyyy-mm-dd.`)
  // Days of UTC all have 24 hours, so the quotient is whole.
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** The day so many days later, or earlier. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  if (!isCalendarDate(date)) throw new RangeError(`"${date}" is not a date of the form yyyy-mm-dd.`)
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The day that the calendar on the wall shows at `instant` in an IANA time zone. Throws RangeError for an unknown zone or instant. */
export function localDate(instant: string | Date, timeZone: string): CalendarDate {
  const parts = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(new Date(instant))
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

/** The first instant of a day in an IANA time zone, wherever its clocks jump. Throws RangeError for an unknown zone. */
export function startOfDay(date: CalendarDate, timeZone: string): Date {
  if (!isCalendarDate(date)) throw new RangeError(`"${date}" is not a date of the form yyyy-mm-dd.`)
  const midnight = Date.parse(`${date}T00:00:00Z`)
  // No zone is further than 26 hours from UTC; all begin their days at a whole second.
  let [before, on] = [midnight / 1000 - 93_600, midnight / 1000 + 93_600]
  while (on - before > 1) {
    const middle = Math.floor((before + on) / 2)
    if (localDate(new Date(middle * 1000), timeZone) < date) before = middle
    else on = middle
  }
  return new Date(on * 1000)
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}
