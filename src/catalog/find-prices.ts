import type { Ctx } from '../access/ctx.ts'
import { decimal } from '../platform/money.ts'
import {
  priceChain,
  type ListedPrice,
  type PriceStep,
  type PriceTerms,
  type PricingBasis,
} from './price-chain.rules.ts'
import { tiersSchema, usageSchema } from './price-terms.schema.ts'
import type { PriceModel } from './tiers.rules.ts'

/** Days for which a quoted price is held. */
const quoteDays = 14

/** Whose prices are wanted. */
export interface WantedPrices {
  currency: string
  /** From `priceSellers`: nearest first, and nothing that the actor may not see. */
  sellers: readonly string[]
  /** The customer; absent: nobody's own lists count, only those for everybody. */
  organizationId?: string | null
}

/** The price that counts for a buyer: that of the nearest seller who has one. */
export interface NearestPrice extends PriceTerms {
  offerId: string
  /** Whose price list it comes from. */
  sellerId: string
  currency: string
  /** What each seller charges the next, from the top down; confidential. */
  chain: PriceStep[]
  /** The first instant at which the quote no longer holds. */
  validUntil: Date
}

/** What one offer costs whom at which instant. */
export interface PriceQuestion extends Pick<WantedPrices, 'currency' | 'organizationId'> {
  offerId: string
  at: Date
}

interface ListedRow {
  list_id: string
  seller_id: string
  organization_id: string | null
  reseller_id: string | null
  currency: string
  basis: PricingBasis
  list_percent: string | null
  list_from: string | Date | null
  list_to: string | Date | null
  offer_id: string | null
  unit_price: string | null
  percent: string | null
  setup_fee: string
  model: PriceModel
  tiers: unknown
  usage: unknown
  valid_from: string | Date
  valid_to: string | Date | null
}

/**
 * The prices that hold now, by offer id; offers without one are absent. One query for any number of offers: every list
 * that holds for the buyer, with what it says of the offers.
 */
export async function findPrices(
  ctx: Pick<Ctx, 'em' | 'clock'>,
  wanted: WantedPrices & { offerIds: readonly string[] },
): Promise<Map<string, NearestPrice>> {
  const { sellers, currency, organizationId = null } = wanted
  const at = ctx.clock.now()
  const questions = [...new Set(wanted.offerIds)].map((offerId) => ({
    offerId,
    currency,
    organizationId,
    at,
  }))
  const prices = await answerPrices(ctx, sellers, questions)
  return new Map(prices.flatMap((price) => (price ? [[price.offerId, price] as const] : [])))
}

/**
 * What offers cost several customers of one line of sellers, each at its own instant; null: it has no price then. One
 * query, whoever asks for how many.
 */
export async function answerPrices(
  ctx: Pick<Ctx, 'em' | 'clock'>,
  sellers: readonly string[],
  questions: readonly PriceQuestion[],
): Promise<Array<NearestPrice | null>> {
  if (questions.length === 0 || sellers.length === 0) return questions.map(() => null)
  const rows = await listedRows(ctx, sellers, questions)
  const named = Map.groupBy(rows, (row) => row.offer_id)
  return questions.map((question) => {
    const { offerId, currency } = question
    const own = (named.get(offerId) ?? []).filter((row) => holdsFor(row, question))
    const said = new Set(own.map((row) => row.list_id))
    const rules = (named.get(null) ?? []).filter((row) => !said.has(row.list_id) && holdsFor(row, question))
    const chain = priceChain(
      sellers,
      [...own, ...rules].flatMap((row) => listedPrice(row, sellers)),
    )
    const nearest = chain.at(-1)
    if (!nearest) return null
    const { sellerId, terms, endsAt } = nearest
    return { ...terms, offerId, sellerId, currency, chain, validUntil: heldUntil(ctx, endsAt) }
  })
}

/** Whether what a row says is for the customer and holds at the instant. */
function holdsFor(row: ListedRow, { currency, organizationId, at }: PriceQuestion): boolean {
  const began = (from: string | Date | null) => from === null || new Date(from) <= at
  const lasts = (to: string | Date | null) => to === null || new Date(to) > at
  const isFor = row.organization_id === null || row.organization_id === organizationId
  const isInForce = began(row.list_from) && lasts(row.list_to)
  // Of a rule, `valid_from` only says which of two lists is the later one.
  return (
    row.currency === currency &&
    isFor &&
    isInForce &&
    began(row.offer_id && row.valid_from) &&
    lasts(row.valid_to)
  )
}

/** Each list once without an offer, for its rule, and once for every price that it names; all that hold at some time asked. */
function listedRows(
  ctx: Pick<Ctx, 'em'>,
  sellers: readonly string[],
  questions: readonly PriceQuestion[],
): Promise<ListedRow[]> {
  const each = <T>(values: readonly T[]) => [...new Set(values)]
  const instants = questions.map(({ at }) => at.getTime())
  const [first, last] = [new Date(Math.min(...instants)), new Date(Math.max(...instants))]
  return ctx.em.execute<ListedRow[]>(
    `WITH list AS (
       SELECT id, seller_id, organization_id, reseller_id, currency, basis, percent, valid_from, valid_to, created_at
       FROM price_list WHERE seller_id = ANY (ARRAY[?]::text[]) AND currency = ANY (ARRAY[?]::text[])
         AND (organization_id IS NULL OR organization_id = ANY (ARRAY[?]::text[]))
         AND (reseller_id IS NULL OR reseller_id = ANY (ARRAY[?]::text[]))
         AND (valid_from IS NULL OR valid_from <= ?) AND (valid_to IS NULL OR valid_to > ?))
     SELECT l.id AS list_id, l.seller_id, l.organization_id, l.reseller_id, l.currency, l.basis, l.percent::text AS list_percent,
       l.valid_from AS list_from, l.valid_to AS list_to, p.offer_id, p.unit_price::text, p.percent::text,
       p.setup_fee::text, p.model, p.tiers, p.usage, p.valid_from, p.valid_to
     FROM list l JOIN price p ON p.seller_id = l.seller_id AND p.price_list_id = l.id AND p.currency = l.currency
     WHERE p.offer_id = ANY (ARRAY[?]::text[]) AND p.valid_from <= ? AND (p.valid_to IS NULL OR p.valid_to > ?)
     UNION ALL
     SELECT id, seller_id, organization_id, reseller_id, currency, basis, percent::text, valid_from, valid_to, NULL, NULL,
       NULL, '0', 'FLAT', '[]', NULL, coalesce(valid_from, created_at), NULL
     FROM list WHERE basis <> 'FIXED'`,
    [
      [...sellers],
      each(questions.map(({ currency }) => currency)),
      each(questions.flatMap(({ organizationId }) => organizationId ?? [])),
      [...sellers],
      last,
      first,
      each(questions.map(({ offerId }) => offerId)),
      last,
      first,
    ],
  )
}

/** A list for a reseller counts for the one directly below its seller alone. */
function listedPrice(row: ListedRow, sellers: readonly string[]): ListedPrice[] {
  if (row.reseller_id !== null && sellers[sellers.indexOf(row.seller_id) - 1] !== row.reseller_id) return []
  const percent = row.percent ?? row.list_percent
  return [
    {
      priceListId: row.list_id,
      sellerId: row.seller_id,
      isForBuyer: row.organization_id !== null || row.reseller_id !== null,
      basis: row.basis,
      percent: percent === null ? null : decimal(percent).toFixed(),
      terms: termsOf(row),
      startsAt: new Date(row.valid_from).toISOString(),
      endsAt: earliest(row.list_to, row.valid_to),
    },
  ]
}

function termsOf(row: ListedRow): PriceTerms | null {
  if (row.unit_price === null) return null
  return {
    model: row.model,
    unitPrice: decimal(row.unit_price).toFixed(),
    tiers: tiersSchema.parse(row.tiers),
    setupFee: decimal(row.setup_fee).toFixed(),
    usage: usageSchema.nullable().parse(row.usage),
  }
}

function earliest(...ends: Array<string | Date | null>): string | null {
  const instants = ends.flatMap((end) => (end === null ? [] : [new Date(end).getTime()]))
  return instants.length > 0 ? new Date(Math.min(...instants)).toISOString() : null
}

function heldUntil({ clock }: Pick<Ctx, 'clock'>, endsAt: string | null): Date {
  const held = clock.now().getTime() + quoteDays * 86_400_000
  return new Date(endsAt === null ? held : Math.min(held, Date.parse(endsAt)))
}
