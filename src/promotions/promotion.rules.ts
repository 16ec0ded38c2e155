import { touches, type Discount } from '../catalog/discount.rules.ts'
import type { PaymentModel } from '../catalog/pricing.rules.ts'
import { parseDecimal } from '../platform/money.ts'
import type { Problem } from '../platform/errors.ts'

/** A promotion, and how far it is used up, as the rules see it. Instants are ISO 8601. */
export type PromotionState = Discount & {
  id: string
  code: string
  status: 'ACTIVE' | 'ARCHIVED'
  validFrom: string
  validTo: string | null
  offerIds: readonly string[]
  productIds: readonly string[]
  vendorIds: readonly string[]
  /** The one customer that may use it; null: all. */
  organizationId: string | null
  newCustomersOnly: boolean
  maxRedemptions: number | null
  maxRedemptionsPerCustomer: number | null
  /** Other orders that use it. */
  redeemed: { inAll: number; byCustomer: number }
}

/** What a code is entered for. */
export type Promoted = {
  code: string
  /** Null: the seller has no promotion with that code. */
  promotion: PromotionState | null
  offer: {
    offerId: string
    productId: string
    vendorId: string
    paymentModel: PaymentModel
    setupFee: string
  }
  organizationId: string
  /** The customer has no other order that was submitted and is not over without delivery. */
  isNewCustomer: boolean
}

export type PromotionProblem = {
  code:
    | 'PROMOTION_UNKNOWN'
    | 'PROMOTION_NOT_STARTED'
    | 'PROMOTION_EXPIRED'
    | 'PROMOTION_NOT_APPLICABLE'
    | 'PROMOTION_EXHAUSTED'
  message: string
}

/** Codes are compared without spaces around them, and capitals or not is the same. */
export function codeKeyOf(code: string): string {
  return code.trim().toLowerCase()
}

/** Why a promotion takes nothing off, at that instant; null when it does. A code for another customer is as unknown. */
export function promotionProblem(wanted: Promoted, now: string): PromotionProblem | null {
  const { promotion, code, organizationId } = wanted
  if (!promotion || (promotion.organizationId !== null && promotion.organizationId !== organizationId))
    return { code: 'PROMOTION_UNKNOWN', message: `There is no promotion "${code}" here. Check the code.` }
  const instant = Date.parse(now)
  if (isOver(promotion, now))
    return { code: 'PROMOTION_EXPIRED', message: `The promotion "${code}" has ended; take its code out.` }
  if (Date.parse(promotion.validFrom) > instant)
    return {
      code: 'PROMOTION_NOT_STARTED',
      message: `The promotion "${code}" begins on ${promotion.validFrom}.`,
    }
  return unfitness(wanted, promotion) ?? exhaustion(promotion)
}

/** True when it has ended, by its date or because it was archived. */
export function isOver(
  { status, validTo }: Pick<PromotionState, 'status' | 'validTo'>,
  now: string,
): boolean {
  return status === 'ARCHIVED' || (validTo !== null && Date.parse(validTo) <= Date.parse(now))
}

function unfitness(
  { offer, isNewCustomer, code }: Promoted,
  promotion: PromotionState,
): PromotionProblem | null {
  const problem = (message: string): PromotionProblem => ({ code: 'PROMOTION_NOT_APPLICABLE', message })
  const { offerIds, productIds, vendorIds } = promotion
  const isForAll = offerIds.length + productIds.length + vendorIds.length === 0
  const isNamed =
    offerIds.includes(offer.offerId) ||
    productIds.includes(offer.productId) ||
    vendorIds.includes(offer.vendorId)
  if (!isForAll && !isNamed)
    return problem(`The promotion "${code}" is not for this offer; take its code out.`)
  if (!touches(promotion, offer))
    return problem(`The promotion "${code}" takes nothing off what this offer charges; take its code out.`)
  if (promotion.newCustomersOnly && !isNewCustomer)
    return problem(`The promotion "${code}" is for new customers only; take its code out.`)
  return null
}

function exhaustion(promotion: PromotionState): PromotionProblem | null {
  const { code, maxRedemptions, maxRedemptionsPerCustomer, redeemed } = promotion
  const problem = (who: string): PromotionProblem => ({
    code: 'PROMOTION_EXHAUSTED',
    message: `${who} used the promotion "${code}" as often as it may be; take its code out.`,
  })
  if (maxRedemptions !== null && redeemed.inAll >= maxRedemptions) return problem('Customers have')
  if (maxRedemptionsPerCustomer !== null && redeemed.byCustomer >= maxRedemptionsPerCustomer)
    return problem('This customer has')
  return null
}

/** A promotion as somebody describes it. */
export type PromotionGiven = {
  code: string
  name: string
  percentOff: string
  components: readonly string[]
  billingPeriods?: number | null | undefined
  validFrom: Date
  validTo?: Date | null | undefined
  maxRedemptions?: number | null | undefined
  maxRedemptionsPerCustomer?: number | null | undefined
}

const codeForm = /^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/
const percents = { integerDigits: 3, fractionDigits: 4 }
const mostPeriods = 120

/** What is wrong with a promotion that is to be made. */
export function promotionProblems(given: PromotionGiven): Problem[] {
  const { code, name, percentOff, components, billingPeriods, validFrom, validTo } = given
  const percent = parseDecimal(percentOff, percents)
  const isPercent = percent !== null && percent.greaterThan(0) && percent.lessThanOrEqualTo(100)
  const periods = billingPeriods ?? 1
  const isRepeated = new Set(components).size !== components.length
  const found: Array<[boolean, string, string, string]> = [
    [
      !codeForm.test(code.trim()),
      'code',
      'CODE_INVALID',
      'Use 2 to 40 letters, digits, dots, dashes and underscores; begin with a letter or digit.',
    ],
    [isNameUnusable(name), 'name', 'TEXT_LENGTH', 'Use 1 to 200 characters.'],
    [
      !isPercent,
      'percentOff',
      'PERCENT_INVALID',
      'Enter a plain number above 0 and at most 100, with at most 4 digits after the point.',
    ],
    [
      components.length === 0 || isRepeated,
      'components',
      'COMPONENTS_INVALID',
      'Name what is discounted: RECURRING, ONE_TIME, SETUP, each once.',
    ],
    [
      periods < 1 || periods > mostPeriods,
      'billingPeriods',
      'PERIODS_INVALID',
      `Use 1 to ${mostPeriods} billing periods, or none for the whole term.`,
    ],
    [Boolean(validTo && validTo <= validFrom), 'validTo', 'VALIDITY_INVALID', 'Let it end after it begins.'],
  ]
  const wrong = found
    .filter(([isWrong]) => isWrong)
    .map(([, field, problemCode, message]) => ({ code: problemCode, message, path: [field] }))
  return [...wrong, ...limitProblems(given)]
}

/** What is wrong with the limits of a promotion. */
export function limitProblems(
  limits: Pick<PromotionGiven, 'maxRedemptions' | 'maxRedemptionsPerCustomer'>,
): Problem[] {
  const { maxRedemptions, maxRedemptionsPerCustomer } = limits
  const message = 'Use a number of 1 or more, or none for no limit.'
  return Object.entries({ maxRedemptions, maxRedemptionsPerCustomer })
    .filter(([, limit]) => typeof limit === 'number' && limit < 1)
    .map(([field]) => ({ code: 'LIMIT_INVALID', message, path: [field] }))
}

/** True when a name cannot be kept. */
export function isNameUnusable(name: string): boolean {
  const { length } = name.trim()
  return length === 0 || length > 200
}
