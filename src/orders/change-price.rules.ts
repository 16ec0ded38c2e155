import { priceLine, type ChargeTiming, type PaymentModel, type PricedLine } from '../catalog/pricing.rules.ts'
import { coTermProration } from '../catalog/proration.rules.ts'
import { addMonths, monthsOf, type CalendarDate } from '../platform/calendar.ts'
import { decimal, multiply, roundToCurrency, sum, zero, type MoneyValue } from '../platform/money.ts'

/** How something that runs is charged, and since when its terms are counted. */
export type RunningTerms = {
  quantity: string
  unitPrice: string
  commitmentTerm: string | null
  billingPeriod: string | null
  paymentModel: PaymentModel
  chargeTiming: ChargeTiming
  termStartDate: CalendarDate
}

/** A change to be priced. */
export type ChangeToPrice = {
  before: RunningTerms
  /** Null: it ends. */
  after: RunningTerms | null
  currency: string
  /** From this day on; at a later end there is nothing to settle. */
  day: CalendarDate
  /** Whether what falls away is credited for the rest of the period that is paid. */
  credits: boolean
}

/** The days of a period from `start` up to, and without, `end`. */
export type Period = { start: CalendarDate; end: CalendarDate }

/** Days from one date to another. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** The period of so many months, counted from `anchor` forth and back, in which a day lies. */
export function periodAround(anchor: CalendarDate, months: number, day: CalendarDate): Period {
  let index = 0
  while (addMonths(anchor, index * months) > day) index -= 1
  while (addMonths(anchor, (index + 1) * months) <= day) index += 1
  return { start: addMonths(anchor, index * months), end: addMonths(anchor, (index + 1) * months) }
}

/** The committed term in which a day lies; null without commitment. */
export function termAround(
  terms: Pick<RunningTerms, 'commitmentTerm' | 'termStartDate'>,
  day: CalendarDate,
): Period | null {
  const months = terms.commitmentTerm === null ? null : monthsOf(terms.commitmentTerm)
  return months === null ? null : periodAround(terms.termStartDate, months, day)
}

/** The period that is paid in one charge and in which a day lies; null when nothing recurs. */
export function chargePeriodAround(terms: RunningTerms, day: CalendarDate): Period | null {
  const months = chargeMonths(terms)
  return months === null ? null : periodAround(terms.termStartDate, months, day)
}

/**
 * What a change costs: only the difference, by the day (actual days of the period). `firstInvoiceTotal` settles the
 * period that runs, rounded once; every other amount is the difference that the change makes, negative when it falls.
 * A plan of another rhythm begins a term of its own: it is charged whole, less what is left of the old period.
 */
export function priceChange(change: ChangeToPrice): PricedLine {
  const { before, after, currency, day } = change
  const priced = priceLine({ ...(after ?? before), setupFee: null, currency, startDate: day })
  const first = settlement(change)
  const isArrears = (after ?? before).chargeTiming === 'IN_ARREARS'
  const differs = (of: (terms: RunningTerms) => MoneyValue): MoneyValue =>
    minus(after ? of(after) : zero(currency), of(before))
  const charge = (terms: RunningTerms): MoneyValue => chargeOf(terms, currency)
  return {
    ...priced,
    lineTotal: differs((terms) => totalOf(terms, currency)),
    setupTotal: zero(currency),
    firstInvoiceTotal: isArrears ? zero(currency) : first,
    recurringAmount: after && !isSameRhythm(before, after) ? charge(after) : differs(charge),
    monthlyRecurring: differs((terms) => perMonths(terms, currency, 1)),
    annualRecurring: differs((terms) => perMonths(terms, currency, 12)),
    totalContractValue: sum([first, laterCharges(change)]),
    ...datesAfter(after, day),
  }
}

function datesAfter(
  after: RunningTerms | null,
  day: CalendarDate,
): Pick<PricedLine, 'nextBillingDate' | 'commitmentEndDate'> {
  if (!after) return { nextBillingDate: null, commitmentEndDate: null }
  return {
    nextBillingDate: chargePeriodAround(after, day)?.end ?? null,
    commitmentEndDate: termAround(after, day)?.end ?? null,
  }
}

/** True when both are charged on the same days. */
function isSameRhythm(before: RunningTerms, after: RunningTerms): boolean {
  return before.termStartDate === after.termStartDate && chargeMonths(before) === chargeMonths(after)
}

function settlement(change: ChangeToPrice): MoneyValue {
  const { before, after, currency, day } = change
  if (!after || isSameRhythm(before, after)) {
    const difference = minus(after ? chargeOf(after, currency) : zero(currency), chargeOf(before, currency))
    return prorated(difference, change)
  }
  const unused = prorated(minus(zero(currency), chargeOf(before, currency)), change)
  return sum([prorated(chargeOf(after, currency), { ...change, before: { ...after }, day }), unused])
}

/** The part of an amount that falls on the rest of the period; what falls away unpaid-back counts as nothing. */
function prorated({ amount, currency }: MoneyValue, { before, day, credits }: ChangeToPrice): MoneyValue {
  const rest = restOfCharge(before, day)
  const exact = decimal(amount)
  if (!rest || (exact.isNegative() && !credits)) return zero(currency)
  return roundToCurrency(exact.times(rest.part).div(rest.whole), currency)
}

/**
 * What is left from a day on of what is charged at once, and the whole of it: days of the period; of a first term that
 * was shortened and paid upfront, billing periods, because those were charged. Null when nothing recurs.
 */
function restOfCharge(terms: RunningTerms, day: CalendarDate): { part: string; whole: string } | null {
  const period = chargePeriodAround(terms, day)
  const billing = terms.billingPeriod === null ? null : monthsOf(terms.billingPeriod)
  if (!period || billing === null) return null
  const { termStartDate: end, chargeTiming, commitmentTerm } = terms
  if (day < end && chargeTiming === 'UPFRONT_FULL_TERM' && commitmentTerm !== null) {
    const first = coTermProration(day, end, billing)
    const part = decimal(String(first.chargedDays)).div(String(first.periodDays))
    const whole = decimal(String(monthsOf(commitmentTerm))).div(String(billing))
    return {
      part: part.plus(String(periodsUntil(first.period.end, end, billing))).toFixed(),
      whole: whole.toFixed(),
    }
  }
  const days = Math.max(0, daysBetween(day, period.end))
  return { part: String(days), whole: String(daysBetween(period.start, period.end)) }
}

/** How many whole periods lie between a day and the end that they are counted back from. */
function periodsUntil(from: CalendarDate, end: CalendarDate, months: number): number {
  let count = 0
  while (addMonths(end, -(count + 1) * months) >= from) count += 1
  return count
}

/** The difference in what is charged after the period that runs, up to the end of the commitment. */
function laterCharges(change: ChangeToPrice): MoneyValue {
  const { before, after, currency, day, credits } = change
  const gained = after ? times(chargeOf(after, currency), chargesLeft(after, day)) : zero(currency)
  const lost = times(chargeOf(before, currency), chargesLeft(before, day))
  return after || credits ? minus(gained, lost) : zero(currency)
}

/** How many more charges the commitment holds after the period that runs. */
function chargesLeft(terms: RunningTerms, day: CalendarDate): number {
  const period = chargePeriodAround(terms, day)
  const term = termAround(terms, day)
  const months = chargeMonths(terms)
  if (!period || !term || months === null) return 0
  let count = 0
  while (addMonths(period.end, count * months) < term.end) count += 1
  return count
}

function chargeMonths({ billingPeriod, commitmentTerm, chargeTiming, paymentModel }: RunningTerms) {
  if (paymentModel !== 'RECURRING' || billingPeriod === null) return null
  const isUpfront = chargeTiming === 'UPFRONT_FULL_TERM' && commitmentTerm !== null
  return monthsOf(isUpfront ? commitmentTerm : billingPeriod)
}

function totalOf(terms: RunningTerms, currency: string): MoneyValue {
  if (terms.paymentModel !== 'RECURRING') return zero(currency)
  return multiply({ amount: terms.unitPrice, currency }, terms.quantity)
}

function chargeOf(terms: RunningTerms, currency: string): MoneyValue {
  const months = chargeMonths(terms)
  return months === null ? zero(currency) : perMonths(terms, currency, months)
}

function perMonths(terms: RunningTerms, currency: string, months: number): MoneyValue {
  const period = terms.billingPeriod === null ? null : monthsOf(terms.billingPeriod)
  if (period === null) return zero(currency)
  const { amount } = totalOf(terms, currency)
  return roundToCurrency(decimal(amount).times(String(months)).div(String(period)), currency)
}

function minus(a: MoneyValue, b: MoneyValue): MoneyValue {
  return roundToCurrency(decimal(a.amount).minus(decimal(b.amount)), a.currency)
}

function times({ amount, currency }: MoneyValue, count: number): MoneyValue {
  return roundToCurrency(decimal(amount).times(String(count)), currency)
}
