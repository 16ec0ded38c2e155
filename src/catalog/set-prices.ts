import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { notFound } from '../platform/errors.ts'
import { decimal } from '../platform/money.ts'
import type { UsageTerms } from './price-chain.rules.ts'
import { PriceList } from './price-list.entity.ts'
import { tiersOf, type PriceGiven, type UsageGiven } from './price-problems.rules.ts'
import { tiersSchema, usageSchema } from './price-terms.schema.ts'
import type { PriceTier } from './tiers.rules.ts'

/** What one offer costs from an instant on; neither a price nor a percent takes it off the list. */
export interface PriceToSet extends PriceGiven {
  offerId: string
}

/** The columns of a price that say what it costs. */
interface Terms {
  unit_price: string | null
  setup_fee: string
  percent: string | null
  model: string
  tiers: PriceTier[]
  usage: UsageTerms | null
}

interface StoredPrice extends Terms {
  id: string
  offer_id: string
  valid_from: string | Date
  /** When the next price of the offer begins that is scheduled already. */
  next_from: string | Date | null
}

interface PricesToSet {
  priceListId: string
  prices: readonly PriceToSet[]
  /** From when they count, now or later; absent: now. */
  from?: Date | null
  dryRun?: boolean
}

/**
 * Sets prices of one list from an instant on: those that differ end then, and new ones begin, up to the next change that
 * is scheduled already. Prices of other offers stay. Four statements for any number of prices. Answers with the ids of
 * the offers whose price changes; a dry run only says which would. Its callers have checked the amounts.
 */
export async function setPrices(ctx: Ctx, input: PricesToSet): Promise<Set<string>> {
  allow(ctx, Permission.PRICE_WRITE)
  const list = await ctx.em.findOne(PriceList, { id: input.priceListId })
  if (!list || !ctx.actor.writableSellers.includes(list.sellerId))
    throw notFound('price list', ['priceListId'])
  const from = input.from ?? ctx.clock.now()
  const stored = await storedPrices(ctx, list, { offerIds: input.prices.map((one) => one.offerId), from })
  const changed = input.prices
    .map((price) => ({ offerId: price.offerId, terms: termsOf(price), current: stored.get(price.offerId) }))
    .filter(({ terms, current }) => differs(terms, current))
  if (!input.dryRun) {
    await endPrices(ctx, list, { from, ids: changed.flatMap(({ current }) => current?.id ?? []) })
    await beginPrices(ctx, list, { from, begun: changed })
  }
  return new Set(changed.map(({ offerId }) => offerId))
}

/** The price of each offer at an instant, or none with what comes next. */
async function storedPrices(
  ctx: Ctx,
  list: PriceList,
  at: { offerIds: string[]; from: Date },
): Promise<Map<string, StoredPrice>> {
  const rows = await ctx.em.execute<StoredPrice[]>(
    `SELECT coalesce(p.id, '') AS id, wanted.offer_id, p.unit_price::text, coalesce(p.setup_fee, 0)::text AS setup_fee,
       p.percent::text, coalesce(p.model, 'FLAT') AS model, coalesce(p.tiers, '[]') AS tiers, p.usage, p.valid_from,
       (SELECT min(n.valid_from) FROM price n WHERE n.seller_id = ? AND n.price_list_id = ?
          AND n.offer_id = wanted.offer_id AND n.valid_from > ?) AS next_from
     FROM unnest(ARRAY[?]::text[]) AS wanted (offer_id)
     LEFT JOIN LATERAL (
       SELECT * FROM price WHERE seller_id = ? AND price_list_id = ? AND price.offer_id = wanted.offer_id
         AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?) ORDER BY valid_from DESC LIMIT 1) p ON true`,
    [list.sellerId, list.id, at.from, at.offerIds, list.sellerId, list.id, at.from, at.from],
  )
  return new Map(rows.map((row) => [row.offer_id, row]))
}

function termsOf(price: PriceToSet): Terms | null {
  const { unitPrice, percent, setupFee, model, usage } = price
  const tiers = tiersOf(price.tiers)
  const first = unitPrice ?? tiers[0]?.unitPrice ?? null
  if (first === null && typeof percent !== 'string') return null
  return {
    unit_price: percent ? null : first,
    percent: percent ?? null,
    setup_fee: setupFee ?? '0',
    model: model ?? 'FLAT',
    tiers,
    usage: usage ? usageOf(usage) : null,
  }
}

function usageOf(usage: UsageGiven): UsageTerms {
  const { unitOfMeasure, unitPrice, model, included } = usage
  const tiers = tiersOf(usage.tiers)
  return {
    unitOfMeasure: unitOfMeasure.trim(),
    model: model ?? 'FLAT',
    unitPrice: unitPrice ?? tiers[0]?.unitPrice ?? '0',
    tiers,
    included: included ?? '0',
  }
}

function differs(wanted: Terms | null, current: StoredPrice | undefined): boolean {
  if (!current?.id) return wanted !== null
  return wanted === null || fingerprint(wanted) !== fingerprint(current)
}

/** Equal prices have equal fingerprints, however many zeros they are written with. */
function fingerprint({ unit_price, setup_fee, percent, model, tiers, usage }: Terms): string {
  const plain = (text: string | null) => (text === null ? null : decimal(text).toFixed())
  const steps = (given: readonly PriceTier[]) =>
    given.map(({ upTo, unitPrice }) => [plain(upTo), plain(unitPrice)])
  const used = usageSchema.nullable().parse(usage)
  return JSON.stringify([
    plain(unit_price),
    plain(setup_fee),
    plain(percent),
    model,
    steps(tiersSchema.parse(tiers)),
    used && [used.unitOfMeasure, used.model, plain(used.unitPrice), steps(used.tiers), plain(used.included)],
  ])
}

async function endPrices(ctx: Ctx, list: PriceList, { from, ids }: { from: Date; ids: string[] }) {
  const ended = ids.filter((id) => id !== '')
  if (ended.length === 0) return
  // A price that would begin at that very instant holds for no time at all: nobody can have been quoted it.
  await ctx.em.execute(
    'DELETE FROM price WHERE seller_id = ? AND id = ANY (ARRAY[?]::text[]) AND valid_from >= ?',
    [list.sellerId, ended, from],
  )
  await ctx.em.execute('UPDATE price SET valid_to = ? WHERE seller_id = ? AND id = ANY (ARRAY[?]::text[])', [
    from,
    list.sellerId,
    ended,
  ])
}

interface Beginning {
  from: Date
  begun: ReadonlyArray<{ offerId: string; terms: Terms | null; current: StoredPrice | undefined }>
}

async function beginPrices(ctx: Ctx, list: PriceList, { from, begun }: Beginning): Promise<void> {
  const rows = begun.flatMap(({ offerId, terms, current }) => {
    if (!terms) return []
    const valid_to = current?.next_from ?? null
    return [{ id: ctx.ids.next('prc'), offer_id: offerId, ...terms, valid_to }]
  })
  if (rows.length === 0) return
  await ctx.em.execute(
    `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, percent, setup_fee, model, tiers,
       usage, valid_from, valid_to)
     SELECT id, ?, ?, offer_id, ?, unit_price, percent, setup_fee, model, tiers, nullif(usage, 'null'), ?, valid_to
     FROM jsonb_to_recordset(?::jsonb) AS fresh (id text, offer_id text, unit_price numeric, percent numeric,
       setup_fee numeric, model text, tiers jsonb, usage jsonb, valid_to timestamptz)`,
    [list.sellerId, list.id, list.currency, from, JSON.stringify(rows)],
  )
}
