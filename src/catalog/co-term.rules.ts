import { addMonths, monthsOf, type CalendarDate } from '../platform/calendar.ts'
import { decimal, roundToCurrency, sum, type MoneyValue } from '../platform/money.ts'
import { lineQuantityPrice, priceLine, startDay, type LineToPrice, type PricedLine } from './pricing.rules.ts'
import { coTermProration, prorated, type Proration } from './proration.rules.ts'
import { amountOf } from './tiers.rules.ts'

/** What decides whether a line can end with something else. */
export type CoTermableLine = Pick<
  LineToPrice,
  'paymentModel' | 'billingPeriod' | 'commitmentTerm' | 'startDate' | 'timeZone'
>

/** A line that ends with something else. */
export type CoTermedLine = PricedLine & { proration: Proration }

export type CoTermProblem = { code: 'CO_TERM_NOT_POSSIBLE' | 'CO_TERM_INVALID'; message: string }

/** Why a line cannot end on that day, or null: it must recur, and end within its commitment, or its first period. */
export function coTermProblem(line: CoTermableLine, end: CalendarDate): CoTermProblem | null {
  const period = line.billingPeriod === null ? null : monthsOf(line.billingPeriod)
  if (line.paymentModel !== 'RECURRING' || period === null)
    return { code: 'CO_TERM_NOT_POSSIBLE', message: 'Only what recurs can end with something else.' }
  const start = startDay(line)
  const commitment = line.commitmentTerm === null ? null : monthsOf(line.commitmentTerm)
  const latest = addMonths(start, commitment ?? period)
  if (end > start && end <= latest) return null
  return { code: 'CO_TERM_INVALID', message: `Choose an end after ${start} and not after ${latest}.` }
}

/**
 * Prices a line that ends on a given day: the first charge is for the days up to the first shared billing date, each
 * amount rounded once from the exact one. Hold the line against {@link coTermProblem} first.
 */
export function priceCoTermed(line: LineToPrice, end: CalendarDate): CoTermedLine {
  const whole = priceLine(line)
  const months = monthsOf(line.billingPeriod ?? '') ?? 1
  const proration = coTermProration(startDay(line), end, months)
  const exact = amountOf(lineQuantityPrice(line), line.quantity)
  const first = prorated(exact, line.currency, proration)
  const later = laterPeriods(proration.period.end, end, months)
  const rest = times(whole.lineTotal, later)
  const isUpfront = line.chargeTiming === 'UPFRONT_FULL_TERM' && line.commitmentTerm !== null
  const due = isUpfront ? [first, rest] : line.chargeTiming === 'IN_ARREARS' ? [] : [first]
  return {
    ...whole,
    chargePeriod: line.billingPeriod,
    recurringAmount: whole.lineTotal,
    firstInvoiceTotal: sum([whole.setupTotal, ...due]),
    totalContractValue: sum([whole.setupTotal, first, rest]),
    nextBillingDate: isUpfront ? end : proration.period.end,
    commitmentEndDate: line.commitmentTerm === null ? null : end,
    proration,
  }
}

/**
 * Prices a line whether or not it ends with something else (`end` null). One that cannot end then, such as a draft whose
 * day has passed, is priced whole: its stage says what is wrong.
 */
export function priceUntil(line: LineToPrice, end: CalendarDate | null): PricedLine & { factor: string } {
  if (end === null || coTermProblem(line, end)) return { ...priceLine(line), factor: '1' }
  const priced = priceCoTermed(line, end)
  return { ...priced, factor: priced.proration.factor }
}

function laterPeriods(from: CalendarDate, end: CalendarDate, months: number): number {
  let count = 0
  while (addMonths(end, -(count + 1) * months) >= from) count += 1
  return count
}

function times({ amount, currency }: MoneyValue, count: number): MoneyValue {
  return roundToCurrency(decimal(amount).times(String(count)), currency)
}
