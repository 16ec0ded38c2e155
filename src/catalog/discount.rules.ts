import { addMonths, monthsOf, type CalendarDate } from '../platform/calendar.ts'
import { decimal, roundToCurrency, sum, zero, type MoneyValue } from '../platform/money.ts'
import { coTermProblem, priceUntil } from './co-term.rules.ts'
import {
  lineQuantityPrice,
  startDay,
  totals,
  type LineToPrice,
  type OrderTotals,
  type PricedLine,
} from './pricing.rules.ts'
import { coTermProration, prorated } from './proration.rules.ts'
import { amountOf } from './tiers.rules.ts'

/** The components of a price that a discount may touch; measured usage is never discounted. */
export type DiscountedComponent = 'RECURRING' | 'ONE_TIME' | 'SETUP'

/** What is taken off a line. */
export type Discount = {
  /** Above 0, at most 100. Decimal string. */
  percentOff: string
  components: readonly DiscountedComponent[]
  /** How many billing periods from the start are discounted; null: the whole term, or without one all of them. */
  billingPeriods: number | null
}

/** What a discount makes of a line. Every amount is rounded to the currency. */
export type LineDiscount = {
  /** One whole billing period at the discount. */
  discountedLineTotal: MoneyValue
  /** What is taken off what falls due at the start, setup fee included. */
  firstInvoiceDiscount: MoneyValue
  /** What is taken off the total contract value. */
  contractDiscount: MoneyValue
  /** What later invoices charge once the discount is over. */
  recurringAmountAfter: MoneyValue
  /** The first day at full price; null: nothing that recurs is discounted, or it is for good. */
  endsOn: CalendarDate | null
}

/** A priced line; `discount` null: nothing was taken off. */
export type DiscountedLine = PricedLine & { factor: string; discount: LineDiscount | null }

/** True when the discount takes something off such a line. */
export function touches(
  discount: Pick<Discount, 'components'>,
  { paymentModel, setupFee }: Pick<LineToPrice, 'paymentModel' | 'setupFee'>,
): boolean {
  const paysSetup =
    paymentModel !== 'TRIAL' && paymentModel !== 'FREE' && decimal(setupFee ?? '0').greaterThan(0)
  return isTouched(discount, paymentModel) || (paysSetup && discount.components.includes('SETUP'))
}

/** What one whole billing period of a line costs at the discount, rounded once from the exact amount. */
export function discountedLineTotal(line: LineToPrice, discount: Discount): MoneyValue {
  return roundToCurrency(exactOf(line, discount), line.currency)
}

/**
 * Prices a line less a discount, whether or not it ends with something else (`end` null). `lineTotal` stays the full
 * price of a period; what is charged (setup, first invoice, later invoices, contract) is less. What recurs is spread over
 * months at the discount only when that lasts as long as the commitment.
 */
export function priceDiscounted(
  line: LineToPrice,
  { end, discount }: { end: CalendarDate | null; discount: Discount | null },
): DiscountedLine {
  const full = priceUntil(line, end)
  if (!discount || !touches(discount, line)) return { ...full, discount: null }
  const plan = planOf(line, end, discount)
  const setupTotal = discount.components.includes('SETUP')
    ? roundToCurrency(times(line.setupFee ?? '0', discount.percentOff), line.currency)
    : full.setupTotal
  const due = dueAtStart(line, plan)
  const recurring = recurs(line) && isTouched(discount, line.paymentModel)
  const lessened = {
    ...full,
    setupTotal,
    firstInvoiceTotal: sum([setupTotal, ...due]),
    totalContractValue: sum([setupTotal, chargesOf(plan, 0, plan.count)]),
    recurringAmount: recurring ? nextCharge(line, plan, full) : full.recurringAmount,
    ...(recurring && plan.discounted >= plan.committed ? spreadOf(line, plan.less) : {}),
  }
  return {
    ...lessened,
    discount: {
      discountedLineTotal: plan.less,
      firstInvoiceDiscount: minus(full.firstInvoiceTotal, lessened.firstInvoiceTotal),
      contractDiscount: minus(full.totalContractValue, lessened.totalContractValue),
      recurringAmountAfter: plan.discounted === Infinity ? lessened.recurringAmount : full.recurringAmount,
      endsOn: discountEnd(line, { end, discount }),
    },
  }
}

/** The first day at full price; null when nothing that recurs is discounted, or all of it for good. */
export function discountEnd(
  line: LineToPrice,
  { end, discount }: { end: CalendarDate | null; discount: Discount },
): CalendarDate | null {
  if (!recurs(line) || !isTouched(discount, line.paymentModel)) return null
  const start = startDay(line)
  const months = monthsOf(line.billingPeriod ?? '') ?? 1
  const isShared = end !== null && !coTermProblem(line, end)
  const { billingPeriods } = discount
  if (billingPeriods === null) {
    if (line.commitmentTerm === null) return null
    return isShared ? end : addMonths(start, monthsOf(line.commitmentTerm) ?? 0)
  }
  if (!isShared) return addMonths(start, billingPeriods * months)
  const later = wholePeriods(coTermProration(start, end, months).period.end, end, months)
  return addMonths(end, (billingPeriods - 1 - later) * months)
}

/** The discounts of an order's lines, all of `currency`. */
export function discountTotals(
  lines: ReadonlyArray<Pick<DiscountedLine, 'discount'>>,
  currency: string,
): Pick<LineDiscount, 'firstInvoiceDiscount' | 'contractDiscount'> {
  const of = (pick: (discount: LineDiscount) => MoneyValue) =>
    sum(
      lines.flatMap(({ discount }) => (discount ? [pick(discount)] : [])),
      currency,
    )
  return {
    firstInvoiceDiscount: of((one) => one.firstInvoiceDiscount),
    contractDiscount: of((one) => one.contractDiscount),
  }
}

/** What recurs at each interval: while discounts last, and after the last of them. */
export function recurringCharges(
  lines: readonly DiscountedLine[],
  currency: string,
): Array<OrderTotals['recurring'][number] & { amountAfterDiscounts: MoneyValue }> {
  const after = lines.map((line) => ({
    ...line,
    recurringAmount: line.discount?.recurringAmountAfter ?? line.recurringAmount,
  }))
  const during = new Map(totals(lines, currency).recurring.map((one) => [one.chargePeriod, one.amount]))
  // What costs nothing while it is discounted still recurs.
  return totals(after, currency).recurring.map(({ chargePeriod, amount }) => ({
    chargePeriod,
    amount: during.get(chargePeriod) ?? zero(currency),
    amountAfterDiscounts: amount,
  }))
}

/** The charges of a line: how many, which of them are discounted, and what each is. */
type ChargePlan = {
  full: MoneyValue
  less: MoneyValue
  /** Billing periods up to the end of the commitment; without one, the first. */
  count: number
  /** Of these and of those to come, so many from the start are discounted. */
  discounted: number
  /** From how many on the discount lasts as long as the line is bound. */
  committed: number
  /** The first charge of a line that ends with something else, when it is for a part of a period. */
  first: MoneyValue | null
}

function planOf(line: LineToPrice, end: CalendarDate | null, discount: Discount): ChargePlan {
  const { currency, commitmentTerm } = line
  const months = monthsOf(line.billingPeriod ?? '') ?? 1
  const term = commitmentTerm === null ? null : termMonths(commitmentTerm, months)
  const shared = sharedFirst(line, end, months)
  const whole = recurs(line) && term !== null ? term / months : 1
  const count = shared && end ? 1 + wholePeriods(shared.period.end, end, months) : whole
  const exact = amountExact(line)
  const less = discountedLineTotal(line, discount)
  const lasting = term === null ? Infinity : count
  return {
    full: roundToCurrency(exact, currency),
    less,
    count,
    discounted: discount.billingPeriods ?? lasting,
    committed: lasting,
    first: shared && prorated(exactOf(line, discount), currency, shared),
  }
}

function termMonths(commitmentTerm: string, period: number): number {
  return monthsOf(commitmentTerm) ?? period
}

/** The first charge of a line that ends with something else; null when it has a term of its own. */
function sharedFirst(line: LineToPrice, end: CalendarDate | null, months: number) {
  if (end === null || coTermProblem(line, end)) return null
  return coTermProration(startDay(line), end, months)
}

/** What is charged from one billing period up to, and without, another. */
function chargesOf(plan: ChargePlan, from: number, to: number): MoneyValue {
  const { full, less, discounted, first } = plan
  const begin = first && from === 0 ? 1 : from
  const cheap = Math.max(0, Math.min(discounted, to) - begin)
  const dear = Math.max(0, to - begin - cheap)
  const amount = decimal(less.amount)
    .times(String(cheap))
    .plus(decimal(full.amount).times(String(dear)))
  const rest = roundToCurrency(amount, full.currency)
  return begin > from && first ? sum([first, rest]) : rest
}

function dueAtStart(line: LineToPrice, plan: ChargePlan): MoneyValue[] {
  if (!recurs(line)) return [chargesOf(plan, 0, 1)]
  if (isUpfront(line)) return [chargesOf(plan, 0, plan.count)]
  return line.chargeTiming === 'IN_ARREARS' ? [] : [chargesOf(plan, 0, 1)]
}

/** What the first invoice after the one of the start charges. */
function nextCharge(line: LineToPrice, plan: ChargePlan, full: PricedLine): MoneyValue {
  const { discounted, less } = plan
  // What was paid upfront is charged again when its term, and with it the discount of its periods, is over.
  if (isUpfront(line)) return plan.first ? full.recurringAmount : chargesOf(plan, plan.count, 2 * plan.count)
  const isLess = line.chargeTiming === 'IN_ARREARS' ? discounted > 0 : discounted > 1
  return isLess ? less : full.recurringAmount
}

function spreadOf(
  line: LineToPrice,
  less: MoneyValue,
): Pick<PricedLine, 'monthlyRecurring' | 'annualRecurring'> {
  const months = monthsOf(line.billingPeriod ?? '') ?? 1
  const over = (count: string) =>
    roundToCurrency(decimal(less.amount).times(count).div(String(months)), less.currency)
  return { monthlyRecurring: over('1'), annualRecurring: over('12') }
}

function isTouched(
  { components }: Pick<Discount, 'components'>,
  model: LineToPrice['paymentModel'],
): boolean {
  return (model === 'RECURRING' || model === 'ONE_TIME') && components.includes(model)
}

function recurs({ paymentModel, billingPeriod }: LineToPrice): boolean {
  return paymentModel === 'RECURRING' && billingPeriod !== null
}

function isUpfront({ chargeTiming, commitmentTerm }: LineToPrice): boolean {
  return chargeTiming === 'UPFRONT_FULL_TERM' && commitmentTerm !== null
}

/** The exact amount of one period; nothing of what is measured, tried or given. */
function amountExact(line: LineToPrice): string {
  const isCharged = line.paymentModel === 'RECURRING' || line.paymentModel === 'ONE_TIME'
  return isCharged ? amountOf(lineQuantityPrice(line), line.quantity) : '0'
}

/** The exact amount of one period, less the discount where it touches that. */
function exactOf(line: LineToPrice, discount: Discount): string {
  const exact = amountExact(line)
  return isTouched(discount, line.paymentModel) ? times(exact, discount.percentOff) : exact
}

/** An amount less a percentage, exact. */
function times(amount: string, percentOff: string): string {
  return decimal(amount).times(decimal('100').minus(percentOff)).div('100').toFixed()
}

function minus(a: MoneyValue, b: MoneyValue): MoneyValue {
  return roundToCurrency(decimal(a.amount).minus(decimal(b.amount)), a.currency)
}

function wholePeriods(from: CalendarDate, end: CalendarDate, months: number): number {
  let count = 0
  while (addMonths(end, -(count + 1) * months) >= from) count += 1
  return count
}
