import type { Sql } from './orderable-offers.ts'
import {
  documentQuery,
  partsOf,
  shownProducts,
  type FacetField,
  type ProductCriteria,
} from './product-criteria.ts'
import { namedBounds } from './price-reach.rules.ts'
import { drivingParts, isSelective, type SearchPart } from './search-way.rules.ts'

/** Columns of `product`, under the name `p`, that the matches are to have. */
type Columns = string

/** From so many products on that have the rarest words, those of the slice are looked for first. */
const broadEnoughToSlice = 40_000

/** An eighth of the catalog, the same for every search; `product_by_sliced_words` holds it and no more. */
const inSlice = 'p.walk_order < -1610612736'

/** What of the products is wanted. */
interface MatchedWanted {
  /** A facet whose own filter is left out. */
  except?: FacetField | undefined
  /** Any of them will do, the first so many: where there are masses, an index of an eighth of the catalog finds enough. */
  isAnyWelcome?: boolean
}

/**
 * The products that have all words and filters of the document, offers not looked at, as a FROM item `p`'s query. They
 * are found from the prices where those are few, else by the index of words.
 */
export function matchedProducts(
  criteria: ProductCriteria,
  columns: Columns,
  { except, isAnyWelcome }: MatchedWanted = {},
): Sql {
  const parts = partsOf(criteria, except)
  const shown = shownProducts(criteria)
  if (criteria.buyer && criteria.pricesAreFew && !isSelective(parts) && except !== 'unitPrice')
    return fromPrices(criteria, columns, parts)
  if (parts.length === 0) return { sql: `SELECT ${columns} FROM product p WHERE ${shown}`, params: [] }
  const driving = drivingParts(parts)
  const driver = documentQuery(driving)
  const rest = lookedUp(parts.filter((part) => !driving.includes(part)))
  const sql = `SELECT ${columns} FROM product p WHERE p.search_document @@ ${driver.sql}${rest.sql} AND ${shown}`
  const params = [...driver.params, ...rest.params]
  const isMass = driving.every(({ breadth }) => breadth >= broadEnoughToSlice)
  if (!isAnyWelcome || !isMass) return { sql, params }
  // An index gives no row before it has found all: the other seven eighths are asked only when somebody reads on.
  return {
    sql: `${sql} AND ${inSlice} UNION ALL ${sql} AND NOT ${inSlice}`,
    params: [...params, ...params],
  }
}

/** Conditions on the row's own document that no index serves: `IS TRUE` hides them from it. */
export function lookedUp(parts: readonly SearchPart[], document = 'p.search_document'): Sql {
  if (parts.length === 0) return { sql: '', params: [] }
  const query = documentQuery(parts)
  return { sql: ` AND (${document} @@ ${query.sql}) IS TRUE`, params: query.params }
}

/** `OFFSET 0` keeps the planner from turning the way around: prices first, then their offers, then their products. */
function fromPrices(criteria: ProductCriteria, columns: Columns, parts: readonly SearchPart[]): Sql {
  const price = pricesInReach(criteria)
  const rest = lookedUp(parts)
  return {
    sql: `SELECT ${columns} FROM (
        SELECT DISTINCT o.product_id FROM (SELECT offer_id ${price.sql} OFFSET 0) priced
        CROSS JOIN LATERAL (SELECT product_id FROM offer WHERE offer.id = priced.offer_id OFFSET 0) o
      ) priced CROSS JOIN LATERAL (SELECT * FROM product WHERE product.id = priced.product_id OFFSET 0) p
      WHERE ${shownProducts(criteria)}${rest.sql}`,
    params: [...price.params, ...rest.params],
  }
}

/** Every named price, of whatever time, that could become the one of a passing offer, as the end of a SELECT. */
export function pricesInReach(
  criteria: Pick<ProductCriteria, 'buyer' | 'maximumUnitPrice' | 'unitPriceRange'>,
): Sql {
  const { buyer, maximumUnitPrice, unitPriceRange } = criteria
  const lists = buyer?.lists ?? []
  const range = { from: unitPriceRange?.from.toString() ?? null, to: unitPriceRange?.to?.toString() ?? null }
  const ofRange = namedBounds(lists, range)
  const ofMaximum = namedBounds(lists, { from: null, to: maximumUnitPrice })
  const bounds: Array<[string, unknown]> = [
    ['unit_price <= ?::numeric', ofMaximum.to],
    ['unit_price >= ?::numeric', ofRange.from],
    ['unit_price <= ?::numeric', ofRange.to],
  ]
  const chosen = bounds.filter(([, value]) => value !== null)
  return {
    sql: `FROM price WHERE seller_id = ANY (ARRAY[?]::text[]) AND currency = ? AND unit_price IS NOT NULL
      AND price_list_id = ANY (ARRAY[?]::text[])${chosen.map(([sql]) => ` AND ${sql}`).join('')}`,
    params: [
      [...(buyer?.sellers ?? [])],
      buyer?.currency ?? '',
      lists.map(({ id }) => id),
      ...chosen.map(([, value]) => value),
    ],
  }
}
