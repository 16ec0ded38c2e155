import type { Buyer } from './find-buyer.ts'

/** A part of a statement with its parameters. */
export interface Sql {
  sql: string
  params: unknown[]
}

/** Whose prices count: the sellers in line and their lists that hold for the buyer now, nearest first. */
export interface PricedFor extends Pick<Buyer, 'currency' | 'sellers'> {
  priceListIds: readonly string[]
}

/**
 * THE definition of what can be ordered, for statements over many products: the offers `o` of the product `m` that are on
 * sale and, with a buyer, have a price in a list that holds for it now. A price that begins tomorrow makes nothing orderable
 * today. For single offers `findPrices` says the same: a rule prices what some list in line names. `nearest.unit_price` is
 * the nearest price that is named, before the markups and discounts of rules.
 */
export function orderableOffers(buyer: PricedFor | null, now: Date): Sql {
  const price = priceInForce(buyer, now)
  return {
    sql: `FROM offer o CROSS JOIN LATERAL (${price.sql}) nearest WHERE o.product_id = m.id AND o.status = 'ON_SALE'`,
    params: price.params,
  }
}

/** As `orderableOffers`, for those who also ask for what is no longer sold. */
export function knownOffers(buyer: PricedFor | null, now: Date): Sql {
  const price = priceInForce(buyer, now)
  return {
    sql: `FROM offer o CROSS JOIN LATERAL (${price.sql}) nearest WHERE o.product_id = m.id AND o.status <> 'RETIRED'`,
    params: price.params,
  }
}

/** The price of the offer `o` for a buyer, as a query of at most one row; without a buyer, of one row that says nothing. */
function priceInForce(buyer: PricedFor | null, now: Date): Sql {
  if (!buyer) return { sql: 'SELECT NULL::numeric AS unit_price', params: [] }
  const lists = [...buyer.priceListIds]
  return {
    sql: `SELECT unit_price FROM price
      WHERE offer_id = o.id AND currency = ? AND seller_id = ANY (ARRAY[?]::text[])
        AND price_list_id = ANY (ARRAY[?]::text[]) AND unit_price IS NOT NULL
        AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)
      ORDER BY array_position(ARRAY[?]::text[], price_list_id), valid_from DESC LIMIT 1`,
    params: [buyer.currency, [...buyer.sellers], lists, now, now, lists],
  }
}
