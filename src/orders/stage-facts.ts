import type { CoTermableLine } from '../catalog/co-term.rules.ts'
import type { CalendarDate } from '../platform/calendar.ts'
import type { PostalAddress } from '../platform/address.rules.ts'
import type { ParameterDefinition, ParameterValue } from '../catalog/parameters.rules.ts'
import type { Promoted } from '../promotions/promotion.rules.ts'
import type { ChangeFacts } from './change-stage.rules.ts'
import type { OrderStage, OrderStageState, OrderStatus } from './order-status.ts'

/**
 * All that the four stages are judged by.
 *
 * Staleness is never stored; it follows from two counters of the order and from what each stage was saved against:
 * - `itemsRevision` goes up with every save of SELECT_ITEMS that changes a line; each changed line keeps the new value.
 * - `accountRevision` goes up when the account changes; each stage keeps the value that it was last saved at.
 */
export type StageFacts = {
  status: OrderStatus
  /** ISO 8601 instant. */
  now: string
  /** The order's one currency; null until the first priced line sets it. */
  currency: string | null
  accountRevision: number
  account: AccountFacts | null
  items: ItemsFacts
  contacts: ContactsFacts
  provisioning: ProvisioningFacts
}

export type AccountFacts = { id: string; status: 'ACTIVE' | 'ON_HOLD' | 'CLOSED' }

export type ItemsFacts = {
  lines: readonly LineFacts[]
  /** The account revision at the last save; null when never saved. */
  savedAtAccountRevision: number | null
}

export type LineFacts = {
  /** Of a line that concerns a subscription that runs. */
  subscription?: ChangeFacts
  lineNumber: number
  /** The line that this add-on belongs to. */
  parentLineNumber: number | null
  offerId: string
  /** Decimal string. */
  quantity: string
  /** The items revision at which this line was added or last changed (offer, term or quantity). */
  changedAtItemsRevision: number
  offer: OfferFacts
  /** The price held for this line; null when the customer has none. `validUntil` null: until the price list changes. */
  price: { currency: string; validUntil: string | null; replaces?: PriceFacts | null } | null
  /** Of a line that ends with something else; absent or null: it has a term of its own. */
  coTerm?: CoTermFacts | null
  /** Of a line with a promotion code; absent or null: it has none, or is not judged. */
  promotion?: Promoted | null
}

/** What the end of a line is judged by. */
export type CoTermFacts = {
  end: CalendarDate
  line: CoTermableLine
  /** Id of the subscription that it ends with; null when a day was named. */
  sharedWith: string | null
  /** When that one ends now; null: it has ended; absent: not judged. */
  sharedEnd?: CalendarDate | null
}

/** A price that was replaced by another, and that other. Decimal strings. */
export type PriceFacts = { before: string; now: string }

export type OfferFacts = {
  name: string
  skuCode: string
  isForSale: boolean
  min: string | null
  max: string | null
  step: string | null
  /** Base SKUs of which one must be in the order; empty for what is sold alone. */
  addOnOfSkus: readonly string[]
  /** SKUs that may not be in the same order. */
  excludesSkus: readonly string[]
}

export type ContactRole = 'ADMIN' | 'BILLING' | 'TECHNICAL' | 'SIGNATORY'

export type ContactFacts = {
  role: ContactRole
  firstName: string
  lastName: string
  email: string
  phone?: string | null
}

export type ContactsFacts = {
  list: readonly ContactFacts[]
  /** The address of the invoice; null or absent when nobody gave one. */
  billingAddress?: PostalAddress | null
  /** The account revision at the last save; null when never saved. */
  savedAtAccountRevision: number | null
}

type Answers = Readonly<Record<string, ParameterValue | undefined>>

export type ProvisioningFacts = {
  /** Questions per line number. Those of scope ORDER are asked once, whichever lines bring them. */
  definitions: Readonly<Record<number, readonly ParameterDefinition[]>>
  orderValues: Answers
  /** Keys of the sensitive answers that are set, of the order and per line number. Absent: none. */
  sealed?: { order: readonly string[]; lines: Readonly<Record<number, readonly string[] | undefined>> }
  /** Answers per line number. */
  lineValues: Readonly<Record<number, Answers | undefined>>
  /** The account revision at the last save; null when never saved. */
  savedAtAccountRevision: number | null
  /** For each line that a save covered: that line's `changedAtItemsRevision` at the time. */
  savedAtItemsRevision: Readonly<Record<number, number | undefined>>
}

/** One thing that is wrong with a stage. ERROR keeps the order from being submitted, WARNING does not. */
export type StageProblem = {
  code: StageProblemCode
  /** From the order down to the value: `['items', '2', 'quantity']`; numbers are line numbers. */
  path: string[]
  severity: 'ERROR' | 'WARNING'
  /** A sentence that says what to do. */
  message: string
}

export type EvaluatedStage = { kind: OrderStage; state: OrderStageState; problems: StageProblem[] }

/** Every code that a stage can report, and what it means. */
export const STAGE_PROBLEM_CODES = {
  ITEMS_EMPTY: 'The order has no line.',
  ITEMS_STALE: 'The account changed after the items were chosen.',
  OFFER_NOT_FOR_SALE: 'The offer is not sold any more.',
  OFFER_REPEATED: 'Two lines order the same offer (warning).',
  QUANTITY_INVALID: 'The quantity is no plain number.',
  QUANTITY_TOO_LOW: "The quantity is below the offer's minimum.",
  QUANTITY_TOO_HIGH: "The quantity is above the offer's maximum.",
  QUANTITY_STEP: "The quantity is no multiple of the offer's step.",
  ADDON_BASE_MISSING: 'An add-on is ordered without its base product.',
  PARENT_LINE_MISSING: 'The parent line does not exist, or the parents form a circle.',
  OFFERS_EXCLUDE_EACH_OTHER: 'Two lines may not be ordered together.',
  CO_TERM_NOT_POSSIBLE: 'A line that does not recur is to end with something else.',
  CO_TERM_INVALID: 'A line is to end before it starts, or after its commitment or first period.',
  CO_TERM_MOVED: 'The subscription that a line ends with ends on another day now, or has ended.',
  PROMOTION_UNKNOWN: 'The seller has no promotion with that code for this customer.',
  PROMOTION_NOT_STARTED: 'The promotion has not begun yet.',
  PROMOTION_EXPIRED: 'The promotion has ended, also when that was after its code was entered.',
  PROMOTION_NOT_APPLICABLE: 'The promotion is not for this offer, what it charges, or this customer.',
  PROMOTION_EXHAUSTED: 'The promotion was used as often as it may be.',
  CHANGE_MISSING: 'A line changes nothing.',
  CANCELLATION_REASON_MISSING: 'A cancellation says no reason.',
  CANCELLATION_WINDOW_CLOSED: 'The window that a change needs has closed.',
  SUBSCRIPTION_CHANGED: 'The subscription was changed after the line was saved.',
  SUBSCRIPTION_NOT_ACTIVE: 'The subscription has ended, or its end is ordered.',
  SUBSCRIPTION_IN_OTHER_ORDER: 'Another order changes the subscription and is not done.',
  PRICE_MISSING: 'The customer has no price for the offer.',
  PRICE_EXPIRED: 'The price held for the line is no longer valid.',
  PRICE_CHANGED: 'The line was quoted anew, and its price is another than before (warning).',
  CURRENCY_MISMATCH: "The line is priced in another currency than the order's.",
  ACCOUNT_MISSING: 'The order has no account.',
  ACCOUNT_ON_HOLD: 'The account may not order at present.',
  ACCOUNT_CLOSED: 'The account is closed.',
  CONTACTS_STALE: 'The account changed after the contacts were saved.',
  CONTACT_ROLE_MISSING: 'A required contact is missing.',
  CONTACT_ROLE_REPEATED: 'One role has two contacts.',
  CONTACT_NAME_MISSING: 'A contact has no first or last name.',
  EMAIL_INVALID: 'The e-mail address cannot be used.',
  PHONE_INVALID: 'The phone number cannot be used.',
  COUNTRY_INVALID: 'The country of the invoice address is none.',
  POSTAL_CODE_MISSING: 'The invoice address needs a postal code in its country.',
  POSTAL_CODE_INVALID: 'The postal code of the invoice address is not one of its country.',
  REGION_MISSING: 'The invoice address needs a state, province or region in its country.',
  PROVISIONING_STALE: 'The account or the line changed after its provisioning information was saved.',
  PARAMETER_UNKNOWN: 'An answer to a question that is not asked.',
  PARAMETER_HIDDEN: 'An answer to a question that is hidden by another answer.',
  PARAMETER_REQUIRED: 'A required answer is missing.',
  PARAMETER_TYPE: 'The answer is of the wrong type.',
  PARAMETER_FORMAT: 'The answer has the wrong format.',
  PARAMETER_TOO_SHORT: 'The answer is too short, or has too few choices.',
  PARAMETER_TOO_LONG: 'The answer is too long, or has too many choices.',
  PARAMETER_TOO_FEW: 'The answer has too few values.',
  PARAMETER_TOO_MANY: 'The answer has too many values.',
  PARAMETER_TOO_LOW: 'The number is too low.',
  PARAMETER_TOO_HIGH: 'The number is too high.',
  PARAMETER_PATTERN: 'The answer does not have the form that is asked for.',
  PARAMETER_PATTERN_UNUSABLE: 'The catalog carries a pattern that cannot be used safely.',
  PARAMETER_OPTION: 'The answer is none of the choices.',
  STAGE_NOT_SAVED: 'Nothing is wrong with the stage, but it was never saved.',
  STAGE_NOT_COMPLETE: 'An earlier stage still has problems.',
} as const
export type StageProblemCode = keyof typeof STAGE_PROBLEM_CODES
