import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { notFound } from '../platform/errors.ts'
import { decimal } from '../platform/money.ts'
import { PriceList } from './price-list.entity.ts'

/** What one offer costs from now on; `unitPrice: null` takes it off the list. Decimal strings. */
export interface PriceToSet {
  offerId: string
  unitPrice: string | null
  setupFee?: string | null
}

interface CurrentPrice {
  id: string
  offer_id: string
  unit_price: string
  setup_fee: string
}

/**
 * Sets prices of one list from now on: those that differ end, and new ones begin. Prices of other offers stay.
 * Three statements for any number of prices. Answers with the ids of the offers whose price changed;
 * a dry run only says which would.
 */
export async function setPrices(
  ctx: Ctx,
  input: { priceListId: string; prices: readonly PriceToSet[]; dryRun?: boolean },
): Promise<Set<string>> {
  allow(ctx, Permission.CATALOG_WRITE)
  const list = await ctx.em.findOne(PriceList, { id: input.priceListId })
  if (!list || !ctx.actor.writableSellers.includes(list.sellerId))
    throw notFound('price list', ['priceListId'])
  const current = await currentPrices(ctx, list, input.prices)
  const changed = input.prices.filter((price) => differs(price, current.get(price.offerId)))
  const ended = changed.flatMap(({ offerId }) => current.get(offerId)?.id ?? [])
  if (!input.dryRun) {
    await endPrices(ctx, list, ended)
    await beginPrices(ctx, list, changed)
  }
  return new Set(changed.map(({ offerId }) => offerId))
}

async function currentPrices(
  ctx: Ctx,
  list: PriceList,
  prices: readonly PriceToSet[],
): Promise<Map<string, CurrentPrice>> {
  const now = ctx.clock.now()
  const rows = await ctx.em.execute<CurrentPrice[]>(
    `SELECT DISTINCT ON (offer_id) id, offer_id, unit_price::text, setup_fee::text FROM price
     WHERE seller_id = ? AND price_list_id = ? AND offer_id = ANY (ARRAY[?]::text[])
       AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)
     ORDER BY offer_id, valid_from DESC`,
    [list.sellerId, list.id, prices.map(({ offerId }) => offerId), now, now],
  )
  return new Map(rows.map((row) => [row.offer_id, row]))
}

function differs(wanted: PriceToSet, current: CurrentPrice | undefined): boolean {
  if (!current || wanted.unitPrice === null) return Boolean(current) !== (wanted.unitPrice !== null)
  const isSamePrice = decimal(wanted.unitPrice).equals(decimal(current.unit_price))
  return !isSamePrice || !decimal(wanted.setupFee ?? '0').equals(decimal(current.setup_fee))
}

async function endPrices(ctx: Ctx, list: PriceList, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const now = ctx.clock.now()
  // A price that began at this very instant held for no time at all: nobody can have been quoted it.
  await ctx.em.execute(
    'DELETE FROM price WHERE seller_id = ? AND id = ANY (ARRAY[?]::text[]) AND valid_from >= ?',
    [list.sellerId, ids, now],
  )
  await ctx.em.execute('UPDATE price SET valid_to = ? WHERE seller_id = ? AND id = ANY (ARRAY[?]::text[])', [
    now,
    list.sellerId,
    ids,
  ])
}

async function beginPrices(ctx: Ctx, list: PriceList, prices: readonly PriceToSet[]): Promise<void> {
  const begun = prices.filter(({ unitPrice }) => unitPrice !== null)
  if (begun.length === 0) return
  const rows = begun.map(({ offerId, unitPrice, setupFee }) => ({
    id: ctx.ids.next('prc'),
    offer_id: offerId,
    unit_price: unitPrice,
    setup_fee: setupFee ?? '0',
  }))
  await ctx.em.execute(
    `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, setup_fee, valid_from)
     SELECT id, ?, ?, offer_id, ?, unit_price, setup_fee, ?
     FROM jsonb_to_recordset(?::jsonb) AS fresh (id text, offer_id text, unit_price numeric, setup_fee numeric)`,
    [list.sellerId, list.id, list.currency, ctx.clock.now(), JSON.stringify(rows)],
  )
}
