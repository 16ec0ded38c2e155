import type { ProductSearchWhere } from './product-search-args.inputs.ts'
import { phraseQuery, prefixQuery } from './search-words.rules.ts'

/** A part of a statement with its parameters. */
export interface Sql {
  sql: string
  params: unknown[]
}

/** What a search looks for, resolved: ids instead of names, sellers instead of an organization. */
export interface ProductCriteria {
  /** Normalized words; empty: everything. */
  words: readonly string[]
  /** True when no product has the words, and similar ones count. */
  isSimilar: boolean
  /** The chosen category and all below it; null: all. */
  categoryIds: readonly string[] | null
  /** Whose prices must exist; null: prices do not matter. */
  buyer: { currency: string; sellers: readonly string[] } | null
  where: ProductSearchWhere
  now: Date
}

/** The filters that have a facet. */
export type FacetField = 'vendor' | 'category' | 'commitmentTerm' | 'billingPeriod'

/**
 * The common table expressions `matched` (published products by words) and `candidate`: one row for each of their
 * offers that can be ordered, filters not applied. For counting.
 */
export function candidates(criteria: ProductCriteria): Sql {
  const matched = matchedProducts(criteria)
  const offers = orderableOffers(criteria)
  return {
    sql: `WITH matched AS (${matched.sql}), candidate AS (${offers.sql} FROM matched m ${offers.join})`,
    params: [...matched.params, ...offers.params],
  }
}

/**
 * A query of the products that pass all filters; append further conditions on `id`, `name` and `rank`, order and limit.
 * For pages: unlike `candidates`, it looks at offers only until the page is full.
 */
export function foundProducts(criteria: ProductCriteria): Sql {
  const matched = matchedProducts(criteria)
  const offers = orderableOffers(criteria)
  const filter = conditions(criteria)
  return {
    sql: `SELECT id, name, (-rank)::text AS descent FROM (${matched.sql}) found WHERE EXISTS (
      SELECT 1 FROM (${offers.sql} FROM (SELECT found.*) m ${offers.join}) candidate WHERE ${filter.sql})`,
    params: [...matched.params, ...offers.params, ...filter.params],
  }
}

/** The conditions on `candidate`; those of one facet's own field can be left out. */
export function conditions(criteria: ProductCriteria, except?: FacetField): Sql {
  const { vendorId, commitmentTerm, billingPeriod, paymentModel, maximumUnitPrice } = criteria.where
  const parts: Array<[FacetField | null, string, unknown]> = [
    ['vendor', 'vendor_id = ?', vendorId],
    ['category', 'category_id = ANY (ARRAY[?]::text[])', criteria.categoryIds],
    ['commitmentTerm', 'commitment_term = ?', commitmentTerm],
    ['billingPeriod', 'billing_period = ?', billingPeriod],
    [null, 'payment_model = ?', paymentModel],
    [null, 'unit_price <= ?::numeric', maximumUnitPrice],
  ]
  const chosen = parts.filter(([field, , value]) => (value ?? null) !== null && (!except || field !== except))
  return {
    sql: ['true', ...chosen.map(([, sql]) => sql)].join(' AND '),
    params: chosen.map(([, , value]) => value),
  }
}

function matchedProducts({ words, isSimilar }: ProductCriteria): Sql {
  const columns = 'p.id, p.vendor_id, p.category_id, p.name'
  const query = prefixQuery(words)
  if (query === null)
    return {
      sql: `SELECT ${columns}, 0::numeric AS rank FROM product p WHERE p.status = 'PUBLISHED'`,
      params: [],
    }
  if (isSimilar)
    return {
      sql: `SELECT ${columns}, round(s.similarity::numeric, 4) AS rank
        FROM similar_products(ARRAY[?]::text[]) s JOIN product p ON p.id = s.id WHERE p.status = 'PUBLISHED'`,
      params: [[...words]],
    }
  // A hit in the name weighs more than any number of hits elsewhere, and one in the asked order still more.
  return {
    sql: `SELECT ${columns}, round((ts_rank(p.search_document, q)
        + CASE WHEN to_tsvector('simple', p.name) @@ q THEN 1 ELSE 0 END
        + CASE WHEN to_tsvector('simple', p.name) @@ to_tsquery('simple', ?) THEN 1 ELSE 0 END)::numeric, 4) AS rank
      FROM product p, to_tsquery('simple', ?) q WHERE p.status = 'PUBLISHED' AND p.search_document @@ q`,
    params: [phraseQuery(words), query],
  }
}

/** A product `m` with each of its offers on sale; with a buyer, only those that have a price for it. */
function orderableOffers({ buyer, now }: ProductCriteria): Sql & { join: string } {
  const columns = (price: string) => `SELECT m.*, o.id AS offer_id, o.payment_model, ${price} AS unit_price,
    CASE WHEN o.id IS NOT NULL THEN coalesce(o.commitment_term, 'NONE') END AS commitment_term,
    CASE WHEN o.id IS NOT NULL THEN coalesce(o.billing_period, 'NONE') END AS billing_period`
  const offers = `JOIN offer o ON o.product_id = m.id AND o.status = 'ON_SALE'`
  if (!buyer) return { sql: columns('NULL::numeric'), join: `LEFT ${offers}`, params: [] }
  const sellers = [...buyer.sellers]
  return {
    sql: columns('nearest.unit_price'),
    join: `${offers} JOIN LATERAL (
        SELECT unit_price FROM price
        WHERE offer_id = o.id AND currency = ? AND seller_id = ANY (ARRAY[?]::text[])
          AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?) AND unit_price IS NOT NULL
          AND price_list_id IN (SELECT id FROM price_list WHERE organization_id IS NULL AND reseller_id IS NULL)
        ORDER BY array_position(ARRAY[?]::text[], seller_id), valid_from DESC LIMIT 1
      ) nearest ON true`,
    params: [buyer.currency, sellers, now, now, sellers],
  }
}
