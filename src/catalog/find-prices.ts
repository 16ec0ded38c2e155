import type { Ctx } from '../access/ctx.ts'
import { decimal } from '../platform/money.ts'

/** Days for which a quoted price is held. */
const quoteDays = 14

/** The price that counts for a buyer: that of the nearest seller who has one. */
export interface NearestPrice {
  offerId: string
  /** Whose price list it comes from. */
  sellerId: string
  currency: string
  /** Decimal strings, up to 8 fraction digits. */
  unitPrice: string
  setupFee: string
  /** The first instant at which the quote no longer holds. */
  validUntil: Date
}

interface PriceRow {
  offer_id: string
  seller_id: string
  unit_price: string
  setup_fee: string
  valid_to: string | Date | null
}

/**
 * The prices that hold now, by offer id; offers without one are absent. One query for any number of offers.
 * `sellers` comes from `priceSellers`: nearest first, and nothing that the actor may not see.
 */
export async function findPrices(
  ctx: Pick<Ctx, 'em' | 'clock'>,
  wanted: { offerIds: readonly string[]; currency: string; sellers: readonly string[] },
): Promise<Map<string, NearestPrice>> {
  if (wanted.offerIds.length === 0 || wanted.sellers.length === 0) return new Map()
  const { currency } = wanted
  const now = ctx.clock.now()
  const sellers = [...wanted.sellers]
  const rows = await ctx.em.execute<PriceRow[]>(
    `SELECT DISTINCT ON (offer_id) offer_id, seller_id, unit_price::text, setup_fee::text, valid_to
     FROM price
     WHERE offer_id = ANY (ARRAY[?]::text[]) AND currency = ? AND seller_id = ANY (ARRAY[?]::text[])
       AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)
     ORDER BY offer_id, array_position(ARRAY[?]::text[], seller_id), valid_from DESC, id DESC`,
    [[...wanted.offerIds], currency, sellers, now, now, sellers],
  )
  const held = now.getTime() + quoteDays * 86_400_000
  return new Map(
    rows.map((row) => {
      const ends = row.valid_to === null ? held : new Date(row.valid_to).getTime()
      const price: NearestPrice = {
        offerId: row.offer_id,
        sellerId: row.seller_id,
        currency,
        unitPrice: decimal(row.unit_price).toFixed(),
        setupFee: decimal(row.setup_fee).toFixed(),
        validUntil: new Date(Math.min(held, ends)),
      }
      return [row.offer_id, price]
    }),
  )
}
