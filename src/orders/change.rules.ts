import { isAllowedCombination, quantityProblem, type QuantityRange } from '../catalog/pricing.rules.ts'
import type { CalendarDate } from '../platform/calendar.ts'
import { decimal } from '../platform/money.ts'
import { chargePeriodAround, daysBetween, termAround, type RunningTerms } from './change-price.rules.ts'
import type { CancellationTime, LineAction, LineChange } from './line-change.view.ts'
import type { OrderType } from './order-status.ts'

/** Until when (that day included) the quantity may fall back to what. */
export type ReductionWindow = { until: CalendarDate; floor: string }

/** For so many days after it began, grew or was renewed, what was added may be taken back. */
const windowDays = 7

/** What a change is judged by. */
export type RunningSubscription = {
  status: string
  cancellationDate: CalendarDate | null
  offerId: string
  offerName: string
  productId: string
  terms: RunningTerms
  range: QuantityRange
  windows: readonly ReductionWindow[]
  autoRenew: boolean
}

/** The offer that a subscription is to be switched to. */
export type TargetOffer = {
  offerId: string
  productId: string
  range: QuantityRange
} & Pick<RunningTerms, 'commitmentTerm' | 'billingPeriod' | 'paymentModel' | 'chargeTiming'>

/** What is wanted, as it was sent. */
export type WantedChange = {
  action: Exclude<LineAction, 'ADD'>
  quantity?: string | null | undefined
  autoRenew?: boolean | null | undefined
  renewalTerm?: string | null | undefined
  renewalQuantity?: string | null | undefined
  reason?: string | null | undefined
  when?: CancellationTime | null | undefined
}

export type ChangeProblem = { code: string; field: string; message: string }

export type PlannedChange =
  { ok: true; quantity: string; change: LineChange } | { ok: false; problem: ChangeProblem }

/** What is wanted of what, on which day of the seller's calendar. */
export type ChangeSetting = {
  wanted: WantedChange
  subscription: RunningSubscription
  /** Of SWITCH_PLAN; null when it is not sold to this customer. */
  target: TargetOffer | null
  today: CalendarDate
}

/** True when orders of that type hold lines that do that. */
export function isActionOf(type: OrderType, action: LineAction): boolean {
  if (type === 'CANCELLATION') return action === 'CANCEL'
  return type === 'CHANGE' ? action !== 'CANCEL' : action === 'ADD'
}

/** The window, open today, that lets the quantity fall to this; the one that stays open longest. */
export function openWindow(
  windows: readonly ReductionWindow[],
  today: CalendarDate,
  quantity: string,
): ReductionWindow | null {
  const open = windows.filter(
    ({ until, floor }) => until >= today && decimal(quantity).greaterThanOrEqualTo(decimal(floor)),
  )
  return open.toSorted((a, b) => (a.until < b.until ? 1 : -1))[0] ?? null
}

/** The windows after a change of the quantity on that day: closed ones are dropped, what was added opens one. */
export function windowsAfter(
  windows: readonly ReductionWindow[],
  day: CalendarDate,
  quantity: { before: string; after: string },
): ReductionWindow[] {
  const open = windows.filter(({ until }) => until >= day)
  if (!decimal(quantity.after).greaterThan(decimal(quantity.before))) return open
  return [...open, { until: addDays(day, windowDays), floor: quantity.before }]
}

/** The day so many days later. */
function addDays(day: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The first day after what is committed, else after what is paid; that very day when neither holds it. */
function endOfTerm(terms: RunningTerms, day: CalendarDate): CalendarDate {
  return (termAround(terms, day) ?? chargePeriodAround(terms, day))?.end ?? day
}

/** The day on which something ends that ends with a subscription; null when that one has ended. */
export function sharedEnd(
  { status, cancellationDate, terms }: RunningSubscription,
  day: CalendarDate,
): CalendarDate | null {
  return status === 'ACTIVE' ? (cancellationDate ?? endOfTerm(terms, day)) : null
}

/** What a line has to remember of a change, or why it can never be ordered. */
export function planChange(setting: ChangeSetting): PlannedChange {
  const { subscription, wanted } = setting
  if (subscription.status !== 'ACTIVE' || subscription.cancellationDate !== null) {
    const message = 'This subscription has ended, or its end is ordered already. Choose one that runs.'
    return problem('SUBSCRIPTION_NOT_ACTIVE', 'cloudSubscriptionId', message)
  }
  return planners[wanted.action](setting)
}

const planners: Readonly<Record<WantedChange['action'], (setting: ChangeSetting) => PlannedChange>> = {
  CHANGE_QUANTITY: planQuantity,
  SWITCH_PLAN: planSwitch,
  CHANGE_RENEWAL: planRenewal,
  CANCEL: planCancellation,
}

function planQuantity({ wanted, subscription, today }: ChangeSetting): PlannedChange {
  const { terms, range } = subscription
  if (!wanted.quantity) return problem('QUANTITY_MISSING', 'quantity', 'Say how many there shall be in all.')
  const invalid = quantityProblem(wanted.quantity, range)
  if (invalid) return problem(invalid.code, 'quantity', invalid.message)
  const quantity = decimal(wanted.quantity).toFixed()
  if (!decimal(quantity).lessThan(decimal(terms.quantity)) || termAround(terms, today) === null)
    return planned(subscription, quantity)
  const window = openWindow(subscription.windows, today, quantity)
  if (window) return planned(subscription, quantity, { windowUntil: window.until })
  const message = `The commitment holds ${terms.quantity} until ${endOfTerm(terms, today)}. Lower renewalQuantity with CHANGE_RENEWAL instead.`
  return problem('QUANTITY_DECREASE_NOT_ALLOWED', 'quantity', message)
}

function planSwitch(setting: ChangeSetting): PlannedChange {
  const { wanted, subscription, target } = setting
  if (!target || target.offerId === subscription.offerId || target.productId !== subscription.productId) {
    const message = 'Switch to another offer of the same product that is sold to this customer.'
    return problem('PLAN_NOT_ALLOWED', 'offerId', message)
  }
  const quantity = wanted.quantity ?? subscription.terms.quantity
  const invalid = quantityProblem(quantity, target.range)
  if (invalid) return problem(invalid.code, 'quantity', invalid.message)
  return planTerm(setting, { target, quantity: decimal(quantity).toFixed() })
}

/** A commitment holds as many for as long, whatever the plan, but within its window. */
function planTerm(
  { subscription, today }: ChangeSetting,
  { target, quantity }: { target: TargetOffer; quantity: string },
): PlannedChange {
  const { terms } = subscription
  const ends = termAround(terms, today)?.end
  if (ends === undefined) return planned(subscription, quantity)
  const next = { ...target, termStartDate: termStartAfter(terms, target, today) }
  const shortens = (termAround(next, today)?.end ?? today) < ends
  if (!shortens && !decimal(quantity).lessThan(decimal(terms.quantity)))
    return planned(subscription, quantity)
  const window = openWindow(subscription.windows, today, '0')
  if (window) return planned(subscription, quantity, { windowUntil: window.until })
  const message = `The commitment holds ${terms.quantity} until ${ends}. Choose a plan that holds as many for as long.`
  return problem('PLAN_SWITCH_SHORTENS_COMMITMENT', 'offerId', message)
}

/** A plan of the same rhythm keeps the term; any other begins one. */
export function termStartAfter(
  before: RunningTerms,
  target: Pick<TargetOffer, 'commitmentTerm' | 'billingPeriod' | 'chargeTiming'>,
  day: CalendarDate,
): CalendarDate {
  const isSame =
    before.commitmentTerm === target.commitmentTerm &&
    before.billingPeriod === target.billingPeriod &&
    before.chargeTiming === target.chargeTiming
  return isSame ? before.termStartDate : day
}

function planRenewal({ wanted, subscription }: ChangeSetting): PlannedChange {
  const { terms, range } = subscription
  const { autoRenew = null, renewalTerm = null, renewalQuantity = null } = wanted
  if (renewalTerm !== null && !isAllowedCombination(renewalTerm, terms.billingPeriod, terms.paymentModel)) {
    const message = `Use a duration that its billing period (${terms.billingPeriod}) goes into, such as P1Y.`
    return problem('RENEWAL_TERM_INVALID', 'renewalTerm', message)
  }
  const invalid = renewalQuantity === null ? null : quantityProblem(renewalQuantity, range)
  if (invalid) return problem(invalid.code, 'renewalQuantity', invalid.message)
  const next = renewalQuantity === null ? null : decimal(renewalQuantity).toFixed()
  return planned(subscription, terms.quantity, { autoRenew, renewalTerm, renewalQuantity: next })
}

function planCancellation({ wanted, subscription, today }: ChangeSetting): PlannedChange {
  const reason = wanted.reason?.trim() || null
  if (reason !== null && reason.length > 2000)
    return problem('TEXT_TOO_LONG', 'reason', 'Use at most 2000 characters.')
  const window = openWindow(subscription.windows, today, '0')
  const endDate = endOfTerm(subscription.terms, today)
  const isPossibleNow = window !== null || daysBetween(today, endDate) === 0
  const when = wanted.when ?? (isPossibleNow ? 'NOW' : 'END_OF_TERM')
  if (when === 'END_OF_TERM') return cancelled(subscription, { when, reason, endDate })
  if (isPossibleNow) return cancelled(subscription, { when, reason, windowUntil: window?.until ?? null })
  const message = `The cancellation window is closed. Use END_OF_TERM; it ends on ${endDate}.`
  return problem('CANCELLATION_WINDOW_CLOSED', 'when', message)
}

/** The line shows how many there were; none of them are left. */
function cancelled(subscription: RunningSubscription, end: Partial<LineChange>): PlannedChange {
  const { quantity } = subscription.terms
  return planned(subscription, quantity, { ...end, quantityDelta: decimal(quantity).negated().toFixed() })
}

function planned(
  subscription: RunningSubscription,
  quantity: string,
  more: Partial<LineChange> = {},
): PlannedChange {
  const { offerId, offerName, terms } = subscription
  const change = {
    before: { offerId, offerName, ...terms },
    quantityDelta: decimal(quantity).minus(decimal(terms.quantity)).toFixed(),
    windowUntil: null,
    reason: null,
    when: null,
    endDate: null,
    autoRenew: null,
    renewalTerm: null,
    renewalQuantity: null,
    ...more,
  }
  return { ok: true, quantity, change }
}

function problem(code: string, field: string, message: string): PlannedChange {
  return { ok: false, problem: { code, field, message } }
}
