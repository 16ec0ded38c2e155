import type { OrderingProblem } from '../organizations/orderability.rules.ts'
import type { OfferStatus } from './offer.entity.ts'
import type { ProductStatus } from './product.entity.ts'

/** What decides whether a buyer can order an offer. */
export interface OfferFacts {
  productStatus: ProductStatus
  offerStatus: OfferStatus
  /** Why the buyer can order nothing at all. */
  buyerProblems: readonly OrderingProblem[]
  currency: string
  hasPrice: boolean
  /** When the next price in the currency begins, and the last one ended; null: there is none. */
  priceBegins: Date | null
  priceEnded: Date | null
}

/** One reason why an offer cannot be ordered. */
export interface HiddenReason {
  /** Stable, such as NO_PRICE_IN_CURRENCY. */
  code: string
  message: string
}

const ofProduct: Record<ProductStatus, HiddenReason | null> = {
  PUBLISHED: null,
  END_OF_SALE: {
    code: 'PRODUCT_END_OF_SALE',
    message: 'The product is no longer sold; running subscriptions go on.',
  },
  UNPUBLISHED: { code: 'PRODUCT_UNPUBLISHED', message: 'The product is not published.' },
}

const ofBuyer: Record<OrderingProblem, string> = {
  ORGANIZATION_ON_HOLD: 'The organization is on hold. Have it released.',
  ACCOUNT_CREDIT_HOLD: 'The account is on credit hold. Settle it, or choose another.',
  ACCOUNT_ADMIN_HOLD: 'The account is on hold. Have it released, or choose another.',
  NO_ACCOUNT: 'The organization has no account yet. Add one.',
}

/** Every reason why the buyer cannot order the offer now; empty: it can. */
export function whyHidden(facts: OfferFacts): HiddenReason[] {
  const { productStatus, offerStatus, buyerProblems, hasPrice } = facts
  const product = ofProduct[productStatus]
  return [
    ...(product ? [product] : []),
    ...(offerStatus === 'ON_SALE'
      ? []
      : [{ code: 'OFFER_END_OF_SALE', message: 'This offer is no longer sold.' }]),
    ...buyerProblems.map((code) => ({ code, message: ofBuyer[code] })),
    ...(hasPrice ? [] : [whyUnpriced(facts)]),
  ]
}

const day = (instant: Date) => instant.toISOString().slice(0, 10)

function whyUnpriced({ currency, priceBegins, priceEnded }: OfferFacts): HiddenReason {
  if (priceBegins)
    return { code: 'PRICE_NOT_YET_VALID', message: `Its price in ${currency} begins on ${day(priceBegins)}.` }
  if (priceEnded)
    return { code: 'PRICE_ENDED', message: `Its price in ${currency} ended on ${day(priceEnded)}.` }
  return {
    code: 'NO_PRICE_IN_CURRENCY',
    message: `It has no price in ${currency}. Ask for one, or order in another currency.`,
  }
}
