import type { PricedLine } from '../catalog/pricing.rules.ts'
import { isCalendarDate, localDate } from '../platform/calendar.ts'
import { priceChange, type RunningTerms } from './change-price.rules.ts'
import { termStartAfter } from './change.rules.ts'
import type { LineChange } from './line-change.view.ts'
import type { OrderLine } from './order.entity.ts'

/** A line, and what it changes. */
export interface ChangingLine {
  line: Pick<OrderLine, 'action' | 'quantity' | 'unitPrice' | 'currency' | 'item'>
  change: LineChange
}

/** How the subscription is charged after the line, from that day on; null when it ends. */
export function termsAfter({ line, change }: ChangingLine, day: string): RunningTerms | null {
  const { action, quantity, unitPrice, item } = line
  if (action === 'CANCEL') return null
  const { commitmentTerm, billingPeriod, paymentModel, chargeTiming } = item
  const termStartDate = termStartAfter(change.before, item, day)
  const terms = { commitmentTerm, billingPeriod, paymentModel, chargeTiming, termStartDate }
  // A promotion is of the plan that was ordered with it: more of that is discounted too, another plan is not.
  const discount = action === 'SWITCH_PLAN' ? null : (change.before.discount ?? null)
  const { before, planTiers = null } = change
  const tieredPrice = action === 'SWITCH_PLAN' ? planTiers : (before.tieredPrice ?? null)
  return { quantity, unitPrice, ...terms, discount, ...(tieredPrice ? { tieredPrice } : {}) }
}

/** What a change costs when it is made at that instant on the seller's calendar; a later end, on its own day. */
export function priceChangeLine(
  changing: ChangingLine,
  at: { startDate: string; timeZone?: string },
): PricedLine {
  const { line, change } = changing
  const { currency } = line
  const start = isCalendarDate(at.startDate) ? at.startDate : localDate(at.startDate, at.timeZone ?? 'UTC')
  const day = change.endDate ?? start
  const credits = change.when === 'NOW' || change.windowUntil !== null || line.action === 'SWITCH_PLAN'
  return priceChange({ before: change.before, after: termsAfter(changing, day), currency, day, credits })
}
