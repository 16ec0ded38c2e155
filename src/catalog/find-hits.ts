import type { Ctx } from '../access/ctx.ts'
import { lookedUp, matchedProducts } from './matched-products.ts'
import type { Sql } from './orderable-offers.ts'
import { noFilters, partsOf, passingOffers, shownProducts, type ProductCriteria } from './product-criteria.ts'
import { isSelective, type SearchOrder } from './search-way.rules.ts'
import { groupQuery, phraseQuery } from './search-words.rules.ts'

/** A product that a search found, with its place in the order. */
export interface Hit {
  id: string
  name: string
  place: string
}

/** Where a page begins: behind this row of this order. */
export interface PageOfHits {
  order: SearchOrder
  after: Hit | null
  limit: number
}

/** How many products one step of a walk looks at. */
const stepRows = 5000

/**
 * The next products of a search, in its order. They are walked in that order as far as one step reaches, which fills a
 * page of any broad search; what is rarer is found by the index of words and sorted. Null: an order that cannot rank was
 * asked for a search that turns out to be rare, so that the first page may begin with another.
 */
export async function findHits(
  ctx: Pick<Ctx, 'em'>,
  criteria: ProductCriteria,
  page: PageOfHits,
): Promise<Hit[] | null> {
  const parts = partsOf(criteria)
  const isSmall = isSelective(parts) || (criteria.pricesAreFew && criteria.buyer !== null)
  if (page.order === 'RANK' || isSmall) return sortedHits(ctx, criteria, page)
  for (let rows = stepRows; ; rows *= 8) {
    const step = await walkStep(ctx, criteria, { ...page, rows })
    if (step.length === page.limit || !(await reachesFurther(ctx, criteria, { ...page, rows }))) return step
    if (page.order === 'WALK' && !page.after) return null
    if (parts.length > 0) return sortedHits(ctx, criteria, page)
  }
}

function rankOf({ groups }: ProductCriteria): Sql {
  const words = groups.map((group) => groupQuery(group)).join(' & ')
  const names = groups.map((group) => groupQuery(group, 'A')).join(' & ')
  const holds = `CASE WHEN p.search_document @@ to_tsquery('simple', ?) THEN 1 ELSE 0 END`
  // A hit in the name weighs more than any number of hits elsewhere, and one in the asked order still more.
  return {
    sql: `(-round((ts_rank(p.search_document, to_tsquery('simple', ?)) + ${holds} + ${holds})::numeric, 4))`,
    params: [words, names, phraseQuery(groups)],
  }
}

const places: Record<SearchOrder, string> = { RANK: '', WALK: 'p.walk_order', NAME: '0' }
const keys: Record<SearchOrder, { columns: string; types: string }> = {
  RANK: { columns: 'place, name, id', types: '?::numeric, ?, ?' },
  WALK: { columns: 'place, id', types: '?::integer, ?' },
  NAME: { columns: 'name, id', types: '?, ?' },
}

function keyOf(order: SearchOrder, { place, name, id }: Hit): string[] {
  if (order === 'RANK') return [place, name, id]
  return order === 'WALK' ? [place, id] : [name, id]
}

/** The first rows of `source` behind the page's beginning that have a passing offer, in order. */
function pageOf(criteria: ProductCriteria, page: PageOfHits, source: Sql): Sql {
  const { columns, types } = keys[page.order]
  const behind = page.after ? `WHERE (${columns}) > (${types})` : ''
  const offers = passingOffers(criteria)
  const passing = offers ? `CROSS JOIN LATERAL (SELECT 1 ${offers.sql} LIMIT 1) passing` : ''
  return {
    sql: `SELECT m.id, m.name, m.place::text FROM (SELECT * FROM (${source.sql}) found ${behind} ORDER BY ${columns}) m
      ${passing} ORDER BY ${columns
        .split(', ')
        .map((column) => `m.${column}`)
        .join(', ')} LIMIT ?`,
    params: [
      ...source.params,
      ...(page.after ? keyOf(page.order, page.after) : []),
      ...(offers?.params ?? []),
      page.limit,
    ],
  }
}

async function sortedHits(ctx: Pick<Ctx, 'em'>, criteria: ProductCriteria, page: PageOfHits): Promise<Hit[]> {
  const rank = page.order === 'RANK' ? rankOf(criteria) : { sql: places[page.order], params: [] }
  const matched = matchedProducts(criteria, `p.id, p.name, ${rank.sql} AS place`)
  const statement = pageOf(criteria, page, { sql: matched.sql, params: [...rank.params, ...matched.params] })
  return ctx.em.execute<Hit[]>(statement.sql, statement.params)
}

/** The `rows` products behind the page's beginning in the order of an index, whatever they are. */
function nextProducts(criteria: ProductCriteria, { order, after, rows }: PageOfHits & { rows: number }): Sql {
  const { vendorId } = criteria
  const key = order === 'WALK' ? 'p.walk_order, p.id' : 'p.name, p.id'
  const isOfVendor = order === 'NAME' && vendorId !== null
  const conditions = [
    `p.status <> 'UNPUBLISHED'`,
    ...(isOfVendor ? ['p.vendor_id = ?'] : []),
    ...(after ? [`(${key}) > (${keys[order].types})`] : []),
  ]
  return {
    sql: `SELECT p.id, p.name, p.status, p.search_document, ${places[order]} AS place FROM product p
      WHERE ${conditions.join(' AND ')} ORDER BY ${isOfVendor ? 'p.vendor_id, ' : ''}${key} LIMIT ?`,
    params: [...(isOfVendor ? [vendorId] : []), ...(after ? keyOf(order, after) : []), rows],
  }
}

async function walkStep(
  ctx: Pick<Ctx, 'em'>,
  criteria: ProductCriteria,
  step: PageOfHits & { rows: number },
): Promise<Hit[]> {
  const next = nextProducts(criteria, step)
  const words = lookedUp(partsOf(criteria))
  const source = {
    sql: `SELECT p.id, p.name, p.place FROM (${next.sql}) p WHERE ${shownProducts(criteria)}${words.sql}`,
    params: [...next.params, ...words.params],
  }
  const statement = pageOf(criteria, { ...step, after: null }, source)
  return ctx.em.execute<Hit[]>(statement.sql, statement.params)
}

/** Whether more products follow than a step of a walk has looked at. */
async function reachesFurther(
  ctx: Pick<Ctx, 'em'>,
  criteria: ProductCriteria,
  step: PageOfHits & { rows: number },
): Promise<boolean> {
  const next = nextProducts(criteria, { ...step, rows: step.rows + 1 })
  const found = await ctx.em.execute(`SELECT 1 FROM (${next.sql}) p OFFSET ?`, [...next.params, step.rows])
  return found.length > 0
}

/** True when some product has the words, whatever the filters say. */
export async function isAnyMatch(ctx: Pick<Ctx, 'em'>, criteria: ProductCriteria): Promise<boolean> {
  const matched = matchedProducts({ ...criteria, ...noFilters, buyer: null }, 'p.id')
  const found = await ctx.em.execute(`${matched.sql} LIMIT 1`, matched.params)
  return found.length > 0
}
