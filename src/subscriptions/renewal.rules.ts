import { quantityProblem, type QuantityRange } from '../catalog/pricing.rules.ts'
import { shownUnitPrice, type QuantityPrice, type Tiers } from '../catalog/tiers.rules.ts'
import {
  chargePeriodAround,
  daysBetween,
  periodAround,
  type RunningTerms,
} from '../orders/change-price.rules.ts'
import { windowsAfter, type ReductionWindow } from '../orders/change.rules.ts'
import { monthsOf, type CalendarDate } from '../platform/calendar.ts'
import { decimal } from '../platform/money.ts'

/** What a subscription says of its renewal. */
export type RenewalSettings = {
  terms: RunningTerms
  /** The first day of the next term. */
  commitmentEndDate: CalendarDate
  renewalTerm: string | null
  renewalQuantity: string | null
}

/** A term to come. */
export type NextTerm = {
  commitmentTerm: string
  /** Terms and billing periods are counted from this day. */
  anchor: CalendarDate
  start: CalendarDate
  /** The first day that is no longer in it. */
  end: CalendarDate
}

/** Where the price of a renewal comes from. Keys equal values. */
export const RenewalPriceSource = { PRICE_LIST: 'PRICE_LIST', LAST_PRICE: 'LAST_PRICE' } as const
export type RenewalPriceSource = (typeof RenewalPriceSource)[keyof typeof RenewalPriceSource]

/** Why somebody has to look after a renewal. Keys equal values. */
export const RenewalHold = {
  PRICE_MISSING: 'PRICE_MISSING',
  OFFER_RETIRED: 'OFFER_RETIRED',
  TERM_NOT_SOLD: 'TERM_NOT_SOLD',
  QUANTITY_NOT_SOLD: 'QUANTITY_NOT_SOLD',
} as const
export type RenewalHold = (typeof RenewalHold)[keyof typeof RenewalHold]

/** An offer that may be renewed into, and what it costs this customer on the first day of the term. */
export type RenewalOffer = {
  status: 'ON_SALE' | 'END_OF_SALE' | 'RETIRED'
  isPublished: boolean
  range: QuantityRange
  /** Null: no list in line prices it then. */
  price: QuantityPrice | null
}

export type RenewalDecision =
  | { hold: null; unitPrice: string; tieredPrice: Tiers | null; source: RenewalPriceSource }
  | { hold: RenewalHold; unitPrice: null; tieredPrice: null; source: null }

/**
 * The term that follows. One of the same length is counted on from the same first day, so that what began on the 31st
 * ends on the last day of each month; another length begins to count on the day of the renewal. Null without commitment.
 */
export function nextTerm({ terms, commitmentEndDate: start, renewalTerm }: RenewalSettings): NextTerm | null {
  const commitmentTerm = renewalTerm ?? terms.commitmentTerm
  const months = commitmentTerm === null ? null : monthsOf(commitmentTerm)
  if (commitmentTerm === null || months === null) return null
  const { termStartDate } = terms
  const isCountedOn =
    commitmentTerm === terms.commitmentTerm && periodAround(termStartDate, months, start).start === start
  const anchor = isCountedOn ? termStartDate : start
  return { commitmentTerm, anchor, start, end: periodAround(anchor, months, start).end }
}

/** The units of the next term. */
export function renewalQuantity({ terms, renewalQuantity: wanted }: RenewalSettings): string {
  return decimal(wanted ?? terms.quantity).toFixed()
}

/** True when the renewal is near enough to be told, or overdue. */
export function isNear(renewsOn: CalendarDate, today: CalendarDate, noticeDays: number): boolean {
  return daysBetween(today, renewsOn) <= noticeDays
}

/**
 * At which price it renews, or why it cannot by itself. What is sold costs what the customer's price lists say for the
 * first day of the term. What is only no longer sold goes on at its last price, but not for another term. `offer` is
 * null when no offer has the wanted term.
 */
export function decideRenewal(
  offer: RenewalOffer | null,
  { quantity, lastPrice, isSameOffer }: { quantity: string; lastPrice: QuantityPrice; isSameOffer: boolean },
): RenewalDecision {
  if (!offer) return held('TERM_NOT_SOLD')
  if (offer.status === 'RETIRED') return held('OFFER_RETIRED')
  const isSold = offer.status === 'ON_SALE' && offer.isPublished
  if (!isSold) return isSameOffer ? priced(lastPrice, quantity, 'LAST_PRICE') : held('TERM_NOT_SOLD')
  if (quantityProblem(quantity, offer.range)) return held('QUANTITY_NOT_SOLD')
  return offer.price === null ? held('PRICE_MISSING') : priced(offer.price, quantity, 'PRICE_LIST')
}

function held(hold: RenewalHold): RenewalDecision {
  return { hold, unitPrice: null, tieredPrice: null, source: null }
}

function priced(price: QuantityPrice, quantity: string, source: RenewalPriceSource): RenewalDecision {
  const { model, tiers } = price
  const unitPrice = decimal(shownUnitPrice(price, quantity)).toFixed()
  return { hold: null, unitPrice, tieredPrice: model === 'FLAT' ? null : { model, tiers }, source }
}

/** How a subscription stands on the first day of its next term. */
export type RenewedTerms = {
  termStartDate: CalendarDate
  commitmentEndDate: CalendarDate
  nextBillingDate: CalendarDate | null
  windows: ReductionWindow[]
}

/** The days of a subscription that renews: its term, its next bill, and seven days in which it may be taken back. */
export function renewedTerms(
  term: NextTerm,
  terms: Omit<RunningTerms, 'commitmentTerm' | 'termStartDate'>,
): RenewedTerms {
  const { anchor, start, end, commitmentTerm } = term
  const after = { ...terms, commitmentTerm, termStartDate: anchor }
  return {
    termStartDate: anchor,
    commitmentEndDate: end,
    nextBillingDate: chargePeriodAround(after, start)?.end ?? null,
    windows: windowsAfter([], start, { before: '0', after: terms.quantity }),
  }
}
