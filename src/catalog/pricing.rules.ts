import { addMonths, isCalendarDate, localDate, monthsOf, type CalendarDate } from '../platform/calendar.ts'
import {
  decimal,
  parseDecimal,
  QUANTITY_LIMITS,
  roundToCurrency,
  sum,
  zero,
  type MoneyValue,
} from '../platform/money.ts'
import { amountOf, type PriceModel, type PriceTier, type QuantityPrice } from './tiers.rules.ts'

/** How an offer is paid: again each period, once, by measured usage, as a trial, or not at all. */
export type PaymentModel = 'RECURRING' | 'ONE_TIME' | 'USAGE' | 'TRIAL' | 'FREE'

/** When a period is charged: at its start, at its end, or the whole commitment at once on the start date. */
export type ChargeTiming = 'IN_ADVANCE' | 'IN_ARREARS' | 'UPFRONT_FULL_TERM'

/** One line to be priced. Durations are ISO 8601 (`P1M`, `P1Y`, `P3Y`), null for none. */
export type LineToPrice = {
  /** Decimal string. */
  quantity: string
  /** Price of one unit for one billing period (for ONE_TIME: once), up to 8 fraction digits. */
  unitPrice: string
  /** How the quantity becomes an amount; absent: FLAT, every unit at `unitPrice`. */
  model?: PriceModel
  /** The tiers of a TIERED or VOLUME price. */
  tiers?: readonly PriceTier[]
  /** Charged once for the line, whatever its quantity; null for none. */
  setupFee: string | null
  currency: string
  commitmentTerm: string | null
  billingPeriod: string | null
  paymentModel: PaymentModel
  chargeTiming: ChargeTiming
  /** A day (`yyyy-mm-dd`), or an instant that is turned into the day in `timeZone`. */
  startDate: string
  /** IANA zone of the seller, used only when `startDate` is an instant; UTC when absent. */
  timeZone?: string
}

/** What a line costs. Every amount is rounded to the currency; `lineTotal` is rounded once and all others follow from it. */
export type PricedLine = {
  /** How often `recurringAmount` is charged: the billing period, or the commitment term when it is paid upfront; null when nothing recurs. */
  chargePeriod: string | null
  /** Quantity times unit price for one billing period. Zero for USAGE (unknown until measured), TRIAL and FREE. */
  lineTotal: MoneyValue
  /** The setup fee. */
  setupTotal: MoneyValue
  /** What falls due on the start date. In arrears that is the setup fee alone. */
  firstInvoiceTotal: MoneyValue
  /** What is charged at each billing date from then on; for UPFRONT_FULL_TERM the whole term. Zero when nothing recurs. */
  recurringAmount: MoneyValue
  /** The line total spread over the months of its billing period. */
  monthlyRecurring: MoneyValue
  /** The line total taken to twelve months. */
  annualRecurring: MoneyValue
  /** Setup fee plus every period of the commitment; one period when there is no commitment. */
  totalContractValue: MoneyValue
  /** The first billing date after the start date; null when nothing recurs. */
  nextBillingDate: CalendarDate | null
  /** The first day that is no longer committed, which is the renewal date; null without a commitment. */
  commitmentEndDate: CalendarDate | null
}

/** Prices one line. The combination of durations must have passed {@link isAllowedCombination}. */
export function priceLine(line: LineToPrice): PricedLine {
  const billing = billingOf(line)
  const { lineTotal, setupTotal } = totalsOfLine(line)
  const { recurs, isUpfront, commitment } = billing
  const nothing = zero(line.currency)
  const overMonths = (months: number): MoneyValue => (recurs ? spread(lineTotal, months, billing) : nothing)
  const wholeTerm = commitment === null ? lineTotal : overCommitment(lineTotal, commitment, billing)
  const charge = isUpfront ? wholeTerm : lineTotal
  return {
    chargePeriod: chargePeriodOf(line, billing),
    lineTotal,
    setupTotal,
    firstInvoiceTotal: isDueAtStart(line, billing) ? sum([setupTotal, charge]) : setupTotal,
    recurringAmount: recurs ? charge : nothing,
    monthlyRecurring: overMonths(1),
    annualRecurring: overMonths(12),
    totalContractValue: sum([setupTotal, wholeTerm]),
    ...datesOf(line, billing),
  }
}

/** When a line is billed, in months. */
type Billing = {
  commitment: number | null
  period: number | null
  /** The same amount is charged at each billing date. */
  recurs: boolean
  /** The whole commitment is charged at once. */
  isUpfront: boolean
}

function billingOf({ commitmentTerm, billingPeriod, paymentModel, chargeTiming }: LineToPrice): Billing {
  const commitment = commitmentTerm === null ? null : monthsOf(commitmentTerm)
  const period = billingPeriod === null ? null : monthsOf(billingPeriod)
  const recurs = paymentModel === 'RECURRING' && period !== null
  const isUpfront = chargeTiming === 'UPFRONT_FULL_TERM' && recurs && commitment !== null
  return { commitment, period, recurs, isUpfront }
}

/** Usage is charged when it is measured, trials and gifts never; only usage has a setup fee of these. */
function totalsOfLine(line: LineToPrice): Pick<PricedLine, 'lineTotal' | 'setupTotal'> {
  const { currency, paymentModel } = line
  const isCharged = paymentModel === 'RECURRING' || paymentModel === 'ONE_TIME'
  const hasSetup = isCharged || paymentModel === 'USAGE'
  return {
    lineTotal: isCharged
      ? roundToCurrency(amountOf(lineQuantityPrice(line), line.quantity), currency)
      : zero(currency),
    setupTotal: hasSetup ? roundToCurrency(line.setupFee ?? '0', currency) : zero(currency),
  }
}

/** What turns the line's quantity into its amount. */
export function lineQuantityPrice({ model = 'FLAT', unitPrice, tiers = [] }: LineToPrice): QuantityPrice {
  return { model, unitPrice, tiers }
}

function spread({ amount, currency }: MoneyValue, months: number, { period }: Billing): MoneyValue {
  return roundToCurrency(decimal(amount).times(String(months)).div(String(period)), currency)
}

function overCommitment(lineTotal: MoneyValue, commitment: number, billing: Billing): MoneyValue {
  return billing.recurs ? spread(lineTotal, commitment, billing) : lineTotal
}

function chargePeriodOf({ commitmentTerm, billingPeriod }: LineToPrice, billing: Billing): string | null {
  if (!billing.recurs) return null
  return billing.isUpfront ? commitmentTerm : billingPeriod
}

function isDueAtStart({ chargeTiming }: LineToPrice, { recurs }: Billing): boolean {
  return !(recurs && chargeTiming === 'IN_ARREARS')
}

function datesOf(
  line: LineToPrice,
  { commitment, period, isUpfront }: Billing,
): Pick<PricedLine, 'nextBillingDate' | 'commitmentEndDate'> {
  const start = startDay(line)
  const isBilledAgain = line.paymentModel === 'RECURRING' || line.paymentModel === 'USAGE'
  const billingMonths = isUpfront ? commitment : period
  return {
    nextBillingDate: isBilledAgain && billingMonths !== null ? addMonths(start, billingMonths) : null,
    commitmentEndDate: commitment === null ? null : addMonths(start, commitment),
  }
}

/** What an order costs: the sums of its lines. */
export type OrderTotals = {
  lineTotal: MoneyValue
  setupTotal: MoneyValue
  firstInvoiceTotal: MoneyValue
  monthlyRecurring: MoneyValue
  annualRecurring: MoneyValue
  totalContractValue: MoneyValue
  /** Amounts of different charge periods are never added up; shortest period first. */
  recurring: Array<{ chargePeriod: string; amount: MoneyValue }>
  /** The earliest next billing date of any line. */
  nextBillingDate: CalendarDate | null
}

/** Sums priced lines, all of `currency`; throws RangeError when one is not. No lines cost nothing. */
export function totals(lines: readonly PricedLine[], currency: string): OrderTotals {
  const total = (pick: (line: PricedLine) => MoneyValue): MoneyValue => sum(lines.map(pick), currency)
  const dates = lines.map((line) => line.nextBillingDate).filter((date) => date !== null)
  return {
    lineTotal: total((line) => line.lineTotal),
    setupTotal: total((line) => line.setupTotal),
    firstInvoiceTotal: total((line) => line.firstInvoiceTotal),
    monthlyRecurring: total((line) => line.monthlyRecurring),
    annualRecurring: total((line) => line.annualRecurring),
    totalContractValue: total((line) => line.totalContractValue),
    recurring: recurringByPeriod(lines, currency),
    nextBillingDate: dates.toSorted()[0] ?? null,
  }
}

const ANY_YEARS = ['P1Y', 'P2Y', 'P3Y', 'P4Y', 'P5Y', 'P6Y']

/** Billing period -> the commitment terms it can be sold with. A commitment is a whole number of billing periods. */
const ALLOWED: Readonly<Record<PaymentModel, Readonly<Record<string, readonly string[]>>>> = {
  RECURRING: {
    P1M: ['NONE', 'P1M', ...ANY_YEARS],
    P1Y: ['NONE', ...ANY_YEARS],
    P2Y: ['NONE', 'P2Y', 'P4Y', 'P6Y'],
    P3Y: ['NONE', 'P3Y', 'P6Y'],
    P4Y: ['NONE', 'P4Y'],
    P5Y: ['NONE', 'P5Y'],
    P6Y: ['NONE', 'P6Y'],
  },
  ONE_TIME: { NONE: ['NONE'] },
  USAGE: { P1M: ['NONE', 'P1M', ...ANY_YEARS] },
  TRIAL: { NONE: ['NONE'], P1M: ['NONE'] },
  FREE: { NONE: ['NONE'], P1M: ['NONE'], P1Y: ['NONE'] },
}

/** True when an offer may be sold with this commitment, billing period and payment model. `P12M` counts as `P1Y`. */
export function isAllowedCombination(
  commitmentTerm: string | null,
  billingPeriod: string | null,
  paymentModel: PaymentModel,
): boolean {
  return ALLOWED[paymentModel][canonical(billingPeriod)]?.includes(canonical(commitmentTerm)) ?? false
}

/** How much of an offer one line may ask for; null where there is no limit. */
export type QuantityRange = { min: string | null; max: string | null; step: string | null }

export type QuantityProblem = {
  code: 'QUANTITY_INVALID' | 'QUANTITY_TOO_LOW' | 'QUANTITY_TOO_HIGH' | 'QUANTITY_STEP'
  message: string
}

/** What is wrong with a quantity, or null. It must be above zero, within min and max, and a multiple of step. */
export function quantityProblem(quantity: string, range: QuantityRange): QuantityProblem | null {
  const value = parseDecimal(quantity, QUANTITY_LIMITS)
  if (!value) {
    return {
      code: 'QUANTITY_INVALID',
      message: 'Enter the quantity as a plain number with at most 10 digits before and 8 after the point.',
    }
  }
  const [least, most, step] = [range.min, range.max, range.step].map((limit) => limit && decimal(limit))
  if (!value.greaterThan(0) || (least && value.lessThan(least))) {
    const message =
      least && least.greaterThan(0) ? `Order at least ${least.toFixed()}.` : 'Order more than 0.'
    return { code: 'QUANTITY_TOO_LOW', message }
  }
  if (most && value.greaterThan(most))
    return { code: 'QUANTITY_TOO_HIGH', message: `Order at most ${most.toFixed()}.` }
  if (step && step.greaterThan(0) && !value.mod(step).isZero())
    return { code: 'QUANTITY_STEP', message: `Order a multiple of ${step.toFixed()}.` }
  return null
}

function recurringByPeriod(lines: readonly PricedLine[], currency: string): OrderTotals['recurring'] {
  const amounts = new Map<string, MoneyValue[]>()
  for (const { chargePeriod, recurringAmount } of lines) {
    if (chargePeriod === null || decimal(recurringAmount.amount).isZero()) continue
    const period = canonical(chargePeriod)
    amounts.set(period, [...(amounts.get(period) ?? []), recurringAmount])
  }
  return [...amounts]
    .map(([chargePeriod, values]) => ({ chargePeriod, amount: sum(values, currency) }))
    .toSorted((a, b) => (monthsOf(a.chargePeriod) ?? 0) - (monthsOf(b.chargePeriod) ?? 0))
}

/** The day on which the line starts, on the seller's calendar. */
export function startDay({ startDate, timeZone }: Pick<LineToPrice, 'startDate' | 'timeZone'>): CalendarDate {
  return isCalendarDate(startDate) ? startDate : localDate(startDate, timeZone ?? 'UTC')
}

function canonical(duration: string | null): string {
  if (duration === null) return 'NONE'
  const months = monthsOf(duration)
  if (months === null) return 'UNKNOWN'
  return months % 12 === 0 ? `P${months / 12}Y` : `P${months}M`
}
