import type { PaymentModel } from './offer.entity.ts'
import { knownOffers, orderableOffers, type PricedFor, type Sql } from './orderable-offers.ts'
import type { SearchPart } from './search-way.rules.ts'
import { groupQuery, lexeme, type WordGroup } from './search-words.rules.ts'
import type { UnitPriceRange } from './unit-price-ranges.rules.ts'

/** The filters that have a facet. */
export const facetFields = [
  'vendor',
  'category',
  'commitmentTerm',
  'billingPeriod',
  'paymentModel',
  'unitPrice',
] as const
export type FacetField = (typeof facetFields)[number]

/** In how many published products something stands, as the dictionary tells. */
export interface Breadth {
  atLeast: number
  /** Infinite: the beginning of more words than can be added up. */
  atMost: number
  /** As tsquery: the words that it begins, where they are few. The index finds them sooner than a beginning. */
  words?: string
}

/** What a search looks for, resolved: ids instead of names, sellers instead of an organization. */
export interface ProductCriteria {
  /** What stands for each asked word; empty: everything. */
  groups: readonly WordGroup[]
  /** True when no product has the words, and similar ones count. */
  isSimilar: boolean
  vendorId: string | null
  categoryId: string | null
  commitmentTerm: string | null
  billingPeriod: string | null
  paymentModel: PaymentModel | null
  maximumUnitPrice: string | null
  unitPriceRange: UnitPriceRange | null
  /** Whose prices must exist; null: prices do not matter. */
  buyer: PricedFor | null
  /** True when the buyer is on hold: nothing can be ordered. */
  isOnHold: boolean
  /** Also what cannot be ordered. */
  includeHidden: boolean
  /** In how many products each group (as tsquery) and each tag stands. */
  breadths: ReadonlyMap<string, Breadth>
  /** True when the buyer's sellers have so few prices in reach that a search may begin with them. */
  pricesAreFew: boolean
  now: Date
}

const nowhere: Breadth = { atLeast: 0, atMost: 0 }

/** No filter at all. */
export const noFilters = {
  vendorId: null,
  categoryId: null,
  commitmentTerm: null,
  billingPeriod: null,
  paymentModel: null,
  maximumUnitPrice: null,
  unitPriceRange: null,
} satisfies Partial<ProductCriteria>

/** The filters as words of the search document; one facet's own can be left out. */
export function tagsOf(criteria: ProductCriteria, except?: FacetField): string[] {
  const { vendorId, categoryId, commitmentTerm, billingPeriod, paymentModel } = criteria
  const chosen = (field: FacetField, value: string | null) => (field === except ? null : value)
  const vendor = chosen('vendor', vendorId)
  const category = chosen('category', categoryId)
  const terms = [
    chosen('commitmentTerm', commitmentTerm),
    chosen('billingPeriod', billingPeriod),
    chosen('paymentModel', paymentModel),
  ]
  return [
    ...(vendor === null ? [] : [`=vendor ${vendor}`]),
    ...(category === null ? [] : [`=category ${category}`]),
    ...(terms.every((term) => term === null) ? [] : [`=offer ${terms.map((term) => term ?? '*').join(' ')}`]),
  ]
}

/** All that must stand in a product's search document. */
export function partsOf(criteria: ProductCriteria, except?: FacetField): SearchPart[] {
  // The dictionary knows no words of what is no longer sold.
  const words = criteria.groups.map((group): SearchPart => {
    const query = groupQuery(group)
    const { atLeast, atMost, words } = criteria.breadths.get(query) ?? nowhere
    return {
      query: criteria.includeHidden ? query : (words ?? query),
      isTag: false,
      atLeast,
      breadth: atMost,
    }
  })
  const tags = tagsOf(criteria, except).map((tag): SearchPart => {
    const { atLeast, atMost } = criteria.breadths.get(tag) ?? nowhere
    return { query: lexeme(tag), isTag: true, atLeast, breadth: atMost }
  })
  return [...words, ...tags]
}

/** In how many products all parts stand, as far as the dictionary tells; `everything`: how many are published. */
export function sizeOf(
  { includeHidden, buyer, pricesAreFew }: ProductCriteria,
  parts: readonly SearchPart[],
  everything: number,
): { atLeast: number; atMost: number } {
  const [part, another] = parts
  // Few prices leave fewer products than have the words; the dictionary does not count what is no longer sold.
  const atLeast = buyer && pricesAreFew ? 0 : part ? (another ? 0 : part.atLeast) : everything
  const atMost = Math.min(...parts.map(({ breadth }) => breadth), ...(part ? [] : [everything]))
  return { atLeast, atMost: includeHidden ? Infinity : atMost }
}

/** Parts as one tsquery. */
export function documentQuery(parts: readonly SearchPart[]): Sql {
  const words = parts.filter(({ isTag }) => !isTag).map(({ query }) => query)
  const tags = parts.filter(({ isTag }) => isTag).map(({ query }) => query)
  const queries = [
    ...(words.length > 0 ? [{ sql: `to_tsquery('simple', ?)`, param: words.join(' & ') }] : []),
    ...(tags.length > 0 ? [{ sql: '?::tsquery', param: tags.join(' & ') }] : []),
  ]
  return { sql: `(${queries.map(({ sql }) => sql).join(' && ')})`, params: queries.map(({ param }) => param) }
}

/** Which products the search may show at all, under the name `p`. */
export function shownProducts({ includeHidden }: ProductCriteria): string {
  return includeHidden ? `p.status <> 'UNPUBLISHED'` : `p.status <> 'UNPUBLISHED' AND p.status = 'PUBLISHED'`
}

/** The conditions on one and the same offer `o` and its price; those of one facet's own field can be left out. */
function offerConditions(criteria: ProductCriteria, except?: FacetField): Sql {
  const { commitmentTerm, billingPeriod, paymentModel, maximumUnitPrice, unitPriceRange } = criteria
  const parts: Array<[FacetField | null, string, unknown]> = [
    ['commitmentTerm', `coalesce(o.commitment_term, 'NONE') = ?`, commitmentTerm],
    ['billingPeriod', `coalesce(o.billing_period, 'NONE') = ?`, billingPeriod],
    ['paymentModel', 'o.payment_model = ?', paymentModel],
    [null, 'nearest.unit_price <= ?::numeric', maximumUnitPrice],
    ['unitPrice', 'nearest.unit_price >= ?::numeric', unitPriceRange?.from ?? null],
    ['unitPrice', 'nearest.unit_price < ?::numeric', unitPriceRange?.to ?? null],
  ]
  const chosen = parts.filter(([field, , value]) => value !== null && (!except || field !== except))
  return { sql: chosen.map(([, sql]) => ` AND ${sql}`).join(''), params: chosen.map(([, , value]) => value) }
}

/**
 * The offers of a product `m` that pass all filters, as the end of a SELECT; null when offers do not matter: nobody is
 * to buy, and no filter is about them. `isPriced`: the statement reads `nearest.unit_price` itself.
 */
export function passingOffers(
  criteria: ProductCriteria,
  { except, isPriced }: { except?: FacetField | undefined; isPriced?: boolean } = {},
): Sql | null {
  const { buyer, includeHidden, maximumUnitPrice, unitPriceRange, now } = criteria
  const filter = offerConditions(criteria, except)
  if (filter.sql === '' && (!buyer || includeHidden)) return null
  const isFiltered = maximumUnitPrice !== null || (unitPriceRange !== null && except !== 'unitPrice')
  const wanted = { buyer, now, isPriced: isPriced || isFiltered }
  const isAnyone = includeHidden && maximumUnitPrice === null && unitPriceRange === null
  const offers = includeHidden
    ? knownOffers({ ...wanted, buyer: isAnyone ? null : buyer })
    : orderableOffers(wanted)
  return { sql: offers.sql + filter.sql, params: [...offers.params, ...filter.params] }
}
