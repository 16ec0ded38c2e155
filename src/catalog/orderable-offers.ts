import type { Buyer } from './find-buyer.ts'
import type { ListReach } from './price-reach.rules.ts'
import { quotedPrice } from './quoted-price.ts'

/** A part of a statement with its parameters. */
export interface Sql {
  sql: string
  params: unknown[]
}

/** A price list that holds for a buyer now. */
export interface PricedList extends ListReach {
  id: string
  /** Made for this very buyer, and not for everybody. */
  isForBuyer: boolean
  percent: string | null
  startsAt: Date
}

/** Whose prices count: the sellers in line, nearest first, and their lists that hold for the buyer now. */
export interface PricedFor extends Pick<Buyer, 'currency' | 'sellers'> {
  lists: readonly PricedList[]
}

/** Whose offers are looked at, when, and whether the statement needs to know what they cost. */
export interface OffersWanted {
  buyer: PricedFor | null
  now: Date
  isPriced: boolean
}

/**
 * THE definition of what can be ordered, for statements over many products: the offers `o` of the product `m` that are on
 * sale and, with a buyer, have a price in a list that holds for it now. A price that begins tomorrow makes nothing orderable
 * today. For single offers `findPrices` says the same: a rule prices what some list in line names. `nearest.unit_price` is
 * the one that the buyer would be quoted, rules applied; NULL where the statement does not need it.
 */
export function orderableOffers(wanted: OffersWanted): Sql {
  const price = priceInForce(wanted)
  return {
    sql: `FROM offer o CROSS JOIN LATERAL (${price.sql}) nearest WHERE o.product_id = m.id AND o.status = 'ON_SALE'`,
    params: price.params,
  }
}

/** As `orderableOffers`, for those who also ask for what is no longer sold. */
export function knownOffers(wanted: OffersWanted): Sql {
  const price = priceInForce(wanted)
  return {
    sql: `FROM offer o CROSS JOIN LATERAL (${price.sql}) nearest WHERE o.product_id = m.id AND o.status <> 'RETIRED'`,
    params: price.params,
  }
}

/** The price of the offer `o` for a buyer, as a query of at most one row; without a buyer, of one row that says nothing. */
function priceInForce({ buyer, now, isPriced }: OffersWanted): Sql {
  if (!buyer) return { sql: 'SELECT NULL::numeric AS unit_price', params: [] }
  if (!isPriced) return anyPrice(buyer, now)
  const quoted = quotedPrice(buyer, now)
  return {
    sql: `SELECT unit_price FROM (${quoted.sql}) quoted WHERE unit_price IS NOT NULL`,
    params: quoted.params,
  }
}

/** A row when some list names a price that is in force: rules price what is named somewhere. */
function anyPrice({ currency, sellers, lists }: PricedFor, now: Date): Sql {
  return {
    sql: `SELECT NULL::numeric AS unit_price FROM price
      WHERE offer_id = o.id AND currency = ? AND seller_id = ANY (ARRAY[?]::text[])
        AND price_list_id = ANY (ARRAY[?]::text[]) AND unit_price IS NOT NULL
        AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?) LIMIT 1`,
    params: [currency, [...sellers], lists.map(({ id }) => id), now, now],
  }
}
