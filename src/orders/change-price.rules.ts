import { priceLine, type ChargeTiming, type PaymentModel, type PricedLine } from '../catalog/pricing.rules.ts'
import { amountOf, type Tiers } from '../catalog/tiers.rules.ts'
import { addMonths, monthsOf, type CalendarDate } from '../platform/calendar.ts'
import { decimal, roundToCurrency, sum, zero, type MoneyValue } from '../platform/money.ts'

/** How something that runs is charged, and since when its terms are counted. */
export type RunningTerms = {
  quantity: string
  unitPrice: string
  /** How tiers turn the quantity into an amount; null: every unit costs `unitPrice`. */
  tieredPrice?: Tiers | null
  commitmentTerm: string | null
  billingPeriod: string | null
  paymentModel: PaymentModel
  chargeTiming: ChargeTiming
  termStartDate: CalendarDate
  /** What a promotion takes off each billing period that begins before `endsOn`; null there: off all of them. */
  discount?: RunningDiscount | null
}

export type RunningDiscount = { percentOff: string; endsOn: CalendarDate | null }

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
  const priced = priceLine({
    ...(after ?? before),
    ...(after ?? before).tieredPrice,
    setupFee: null,
    currency,
    startDate: day,
  })
  const first = settlement(change)
  const isArrears = (after ?? before).chargeTiming === 'IN_ARREARS'
  const differs = (of: (terms: RunningTerms) => MoneyValue): MoneyValue =>
    minus(after ? of(after) : zero(currency), of(before))
  const charge = (terms: RunningTerms): MoneyValue => nextCharge(terms, currency, day)
  const spread = (months: number) =>
    differs((terms) => perMonths(terms, lastingTotal(terms, currency, day), months))
  return {
    ...priced,
    lineTotal: differs((terms) => totalOf(terms, currency)),
    setupTotal: zero(currency),
    firstInvoiceTotal: isArrears ? zero(currency) : first,
    recurringAmount: after && !isSameRhythm(before, after) ? charge(after) : differs(charge),
    monthlyRecurring: spread(1),
    annualRecurring: spread(12),
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

/**
 * What is settled at once: the rest of what is charged now, after the change less before it. Plans of another rhythm are
 * charged and credited each for itself. What falls away without being credited counts as nothing.
 */
function settlement({ before, after, currency, day, credits }: ChangeToPrice): MoneyValue {
  const unused = restOfCharge(before, currency, day)
  const settled = (amount: Amount): MoneyValue =>
    roundToCurrency(amount.isNegative() && !credits ? decimal('0') : amount, currency)
  if (!after) return settled(unused.negated())
  const wanted = restOfCharge(after, currency, day)
  if (isSameRhythm(before, after)) return settled(wanted.minus(unused))
  return sum([settled(wanted), settled(unused.negated())])
}

type Amount = ReturnType<typeof decimal>

/**
 * What is left from a day on of what is charged at once, exact: by the days of the period. A charge that is made of
 * several billing periods is valued by these when they were not charged alike, because the first term was shortened or a
 * discount does not last for all of them.
 */
function restOfCharge(terms: RunningTerms, currency: string, day: CalendarDate): Amount {
  const period = chargePeriodAround(terms, day)
  const billing = terms.billingPeriod === null ? null : monthsOf(terms.billingPeriod)
  if (!period || billing === null) return decimal('0')
  const isUneven = terms.discount || day < terms.termStartDate
  if (!isUneven || chargeMonths(terms) === billing)
    return partOf(chargeFrom(terms, currency, period), period, day)
  let rest = decimal('0')
  for (let at = periodAround(terms.termStartDate, billing, day); at.start < period.end;) {
    rest = rest.plus(partOf(billedFor(terms, currency, at.start), at, day))
    at = periodAround(terms.termStartDate, billing, at.end)
  }
  return rest
}

/** The part of an amount that falls on the rest of its period; all of it when that begins later. */
function partOf({ amount }: MoneyValue, { start, end }: Period, day: CalendarDate): Amount {
  const rest = Math.max(0, daysBetween(day > start ? day : start, end))
  return decimal(amount)
    .times(String(rest))
    .div(String(daysBetween(start, end)))
}

/** The difference in what is charged after the period that runs, up to the end of the commitment. */
function laterCharges({ before, after, currency, day, credits }: ChangeToPrice): MoneyValue {
  const gained = after ? chargesLeft(after, currency, day) : zero(currency)
  return after || credits ? minus(gained, chargesLeft(before, currency, day)) : zero(currency)
}

/** All that the commitment still charges after the period that runs. */
function chargesLeft(terms: RunningTerms, currency: string, day: CalendarDate): MoneyValue {
  const term = termAround(terms, day)
  const charges: MoneyValue[] = []
  let period = term && chargePeriodAround(terms, day)
  while (period && term && period.end < term.end) {
    period = chargePeriodAround(terms, period.end)
    if (period) charges.push(chargeFrom(terms, currency, period))
  }
  return sum(charges, currency)
}

/** What is charged at once for a period: its billing periods, each at the discount that holds when it begins. */
function chargeFrom(terms: RunningTerms, currency: string, period: Period): MoneyValue {
  const billing = terms.billingPeriod === null ? null : monthsOf(terms.billingPeriod)
  if (!terms.discount || billing === null) return chargeOf(terms, currency)
  const charges: MoneyValue[] = []
  for (let at = periodAround(terms.termStartDate, billing, period.start); at.start < period.end;) {
    charges.push(billedFor(terms, currency, at.start))
    at = periodAround(terms.termStartDate, billing, at.end)
  }
  return sum(charges, currency)
}

/** One billing period that begins then. */
function billedFor(terms: RunningTerms, currency: string, start: CalendarDate): MoneyValue {
  const { discount, paymentModel } = terms
  const isLess = discount && (discount.endsOn === null || start < discount.endsOn)
  if (!isLess || paymentModel !== 'RECURRING') return totalOf(terms, currency)
  return roundToCurrency(
    exactTotal(terms).times(decimal('100').minus(discount.percentOff)).div('100'),
    currency,
  )
}

/** What the next charge after the period that runs will be. */
function nextCharge(terms: RunningTerms, currency: string, day: CalendarDate): MoneyValue {
  const period = chargePeriodAround(terms, day)
  const next = period && chargePeriodAround(terms, period.end)
  return next ? chargeFrom(terms, currency, next) : zero(currency)
}

/** One billing period as it is spread over months: at a discount only when that lasts as long as the commitment. */
function lastingTotal(terms: RunningTerms, currency: string, day: CalendarDate): MoneyValue {
  const ends = termAround(terms, day)?.end
  const endsOn = terms.discount?.endsOn ?? null
  const lasts = endsOn === null || (ends !== undefined && day < endsOn && endsOn >= ends)
  return lasts ? billedFor(terms, currency, day) : totalOf(terms, currency)
}

function chargeMonths({ billingPeriod, commitmentTerm, chargeTiming, paymentModel }: RunningTerms) {
  if (paymentModel !== 'RECURRING' || billingPeriod === null) return null
  const isUpfront = chargeTiming === 'UPFRONT_FULL_TERM' && commitmentTerm !== null
  return monthsOf(isUpfront ? commitmentTerm : billingPeriod)
}

/** One billing period, not rounded. */
function exactTotal({ quantity, unitPrice, tieredPrice }: RunningTerms): Amount {
  return decimal(amountOf({ model: 'FLAT', tiers: [], unitPrice, ...tieredPrice }, quantity))
}

function totalOf(terms: RunningTerms, currency: string): MoneyValue {
  if (terms.paymentModel !== 'RECURRING') return zero(currency)
  return roundToCurrency(exactTotal(terms), currency)
}

function chargeOf(terms: RunningTerms, currency: string): MoneyValue {
  const months = chargeMonths(terms)
  return months === null ? zero(currency) : perMonths(terms, totalOf(terms, currency), months)
}

function perMonths(terms: RunningTerms, { amount, currency }: MoneyValue, months: number): MoneyValue {
  const period = terms.billingPeriod === null ? null : monthsOf(terms.billingPeriod)
  if (period === null) return zero(currency)
  return roundToCurrency(decimal(amount).times(String(months)).div(String(period)), currency)
}

function minus(a: MoneyValue, b: MoneyValue): MoneyValue {
  return roundToCurrency(decimal(a.amount).minus(decimal(b.amount)), a.currency)
}
