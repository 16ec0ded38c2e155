import { decimal } from '../platform/money.ts'
import type { PriceModel, PriceTier, QuantityPrice } from './tiers.rules.ts'

/**
 * How the prices of a list come about. FIXED: named offer by offer. COST_PLUS: what the seller pays, and a markup.
 * LIST_MINUS: the list price, less a discount. A price that is named in the list always counts before its rule.
 */
export type PricingBasis = 'FIXED' | 'COST_PLUS' | 'LIST_MINUS'

/** What is charged for measured usage on top; `included` units of each period cost nothing. */
export type UsageTerms = {
  unitOfMeasure: string
  model: PriceModel
  unitPrice: string
  tiers: PriceTier[]
  included: string
}

/** All components of the price of an offer. Decimal strings, up to 8 fraction digits. */
export type PriceTerms = {
  model: PriceModel
  /** Of one unit for one billing period; of the first tier, when there are tiers. */
  unitPrice: string
  tiers: PriceTier[]
  /** Charged once for the line. */
  setupFee: string
  usage: UsageTerms | null
}

/** A price list that holds now, with what it says of one offer. */
export type ListedPrice = {
  priceListId: string
  sellerId: string
  /** Made for this very buyer, and not for everybody. */
  isForBuyer: boolean
  basis: PricingBasis
  /** Markup or discount: that of the offer, else of the list; null in a FIXED list. */
  percent: string | null
  /** The price that is named for the offer; null: the rule of the list. */
  terms: PriceTerms | null
  startsAt: string
  /** The first instant at which it no longer holds; null: open. */
  endsAt: string | null
}

/** What one seller charges the next below. The last one charges the customer. */
export type PriceStep = {
  sellerId: string
  priceListId: string
  basis: PricingBasis
  percent: string | null
  /** Of a LIST_MINUS list: the unit price before the discount, which the buyer may see. */
  listUnitPrice: string | null
  terms: PriceTerms
  endsAt: string | null
}

/**
 * The prices of one offer from the top seller down to the customer: one step for each seller that prices it, the others
 * pass on what they pay. Of one seller the list for the buyer counts before the list for everybody, a named price before
 * a rule, the later start before the earlier. `sellers` are nearest first. Empty: nobody prices it.
 */
export function priceChain(sellers: readonly string[], listed: readonly ListedPrice[]): PriceStep[] {
  const chain: PriceStep[] = []
  for (const sellerId of sellers.toReversed()) {
    const own = listed.filter((one) => one.sellerId === sellerId).toSorted(byRank)
    const listPrice = own.find((one) => one.terms !== null && !one.isForBuyer) ?? null
    const step = firstOf(own, {
      cost: chain.at(-1) ?? null,
      list: listPrice ? { terms: listPrice.terms, endsAt: listPrice.endsAt } : (chain[0] ?? null),
    })
    if (step) chain.push(step)
  }
  return chain
}

type Source = { terms: PriceTerms | null; endsAt: string | null } | null

function firstOf(own: readonly ListedPrice[], from: { cost: Source; list: Source }): PriceStep | null {
  for (const one of own) {
    const { sellerId, priceListId, basis, percent, endsAt } = one
    if (one.terms)
      return {
        sellerId,
        priceListId,
        basis: 'FIXED',
        percent: null,
        listUnitPrice: null,
        terms: one.terms,
        endsAt,
      }
    const source = basis === 'COST_PLUS' ? from.cost : basis === 'LIST_MINUS' ? from.list : null
    if (!source?.terms || percent === null) continue
    const factor = basis === 'COST_PLUS' ? decimal('100').plus(percent) : decimal('100').minus(percent)
    const terms = adjusted(source.terms, factor.div('100').toFixed())
    const listUnitPrice = basis === 'LIST_MINUS' ? source.terms.unitPrice : null
    const ends = earlier(endsAt, source.endsAt)
    return { sellerId, priceListId, basis, percent, listUnitPrice, terms, endsAt: ends }
  }
  return null
}

function byRank(a: ListedPrice, b: ListedPrice): number {
  const rank = (one: ListedPrice) => Number(one.isForBuyer) * 2 + Number(one.terms !== null)
  const byStart = Date.parse(b.startsAt) - Date.parse(a.startsAt)
  return rank(b) - rank(a) || byStart || (a.priceListId < b.priceListId ? 1 : -1)
}

/** Every amount times a factor, rounded HALF_UP to the 8 digits of a unit price. */
export function adjusted(terms: PriceTerms, factor: string): PriceTerms {
  const times = (amount: string) => decimal(amount).times(decimal(factor)).toDecimalPlaces(8).toFixed()
  const tiers = (given: readonly PriceTier[]) =>
    given.map(({ upTo, unitPrice }) => ({ upTo, unitPrice: times(unitPrice) }))
  const { usage } = terms
  return {
    model: terms.model,
    unitPrice: times(terms.unitPrice),
    tiers: tiers(terms.tiers),
    setupFee: times(terms.setupFee),
    usage: usage && { ...usage, unitPrice: times(usage.unitPrice), tiers: tiers(usage.tiers) },
  }
}

/**
 * What a seller pays: the lowest step of those above it. `above` are the sellers above, in any order.
 * Null: nobody above prices the offer, so the seller has no cost that is known here.
 */
export function costTerms(
  chain: ReadonlyArray<Pick<PriceStep, 'sellerId' | 'terms'>>,
  above: readonly string[],
): PriceTerms | null {
  return chain.findLast(({ sellerId }) => above.includes(sellerId))?.terms ?? null
}

/** The part of terms that turns a quantity into an amount. */
export function quantityPrice({ model, unitPrice, tiers }: PriceTerms): QuantityPrice {
  return { model, unitPrice, tiers }
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return Date.parse(a) <= Date.parse(b) ? a : b
}
