import type { Ctx } from '../access/ctx.ts'
import { orderabilityOf } from '../organizations/find-belongings.ts'
import { orderability } from '../organizations/orderability.rules.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { load } from '../platform/load.ts'
import { Category } from './category.entity.ts'
import { expandSynonyms } from './expand-words.ts'
import { findBuyer, type Buyer } from './find-buyer.ts'
import { findPricedFor } from './find-priced-for.ts'
import { pricesInReach } from './matched-products.ts'
import { facetFields, tagsOf, type Breadth, type ProductCriteria } from './product-criteria.ts'
import type { ProductSearchArgs } from './product-search-args.inputs.ts'
import { fewProducts } from './search-way.rules.ts'
import {
  completedQuery,
  groupQuery,
  mostSearchWords,
  searchWords,
  type WordGroup,
} from './search-words.rules.ts'
import { unitPriceRanges } from './unit-price-ranges.rules.ts'

const longestSearch = 200

/**
 * Resolves what is asked for. `groups` are those of an earlier page, which must not change from page to page. Refuses an
 * organization, account or category out of sight (NOT_FOUND), a price filter or an account without an organization
 * (ORGANIZATION_REQUIRED), unknown ranges (PRICE_RANGE_UNKNOWN) and overlong texts (SEARCH_TOO_LONG).
 */
export async function readCriteria(
  ctx: Ctx,
  args: ProductSearchArgs,
  groups: readonly WordGroup[] | null,
): Promise<ProductCriteria> {
  const { organizationId, accountId, categoryId } = args
  const search = args.search ?? ''
  if (search.length > longestSearch)
    throw refuse('SEARCH_TOO_LONG', `Search for at most ${longestSearch} characters.`, ['search'])
  if (categoryId && !(await load(ctx, Category, categoryId))) throw notFound('category', ['categoryId'])
  const filters = readFilters(args)
  const buyer = organizationId ? await findBuyer(ctx, { organizationId, accountId }) : null
  const words = [...new Set(searchWords(search))].slice(0, mostSearchWords)
  const criteria: ProductCriteria = {
    ...filters,
    groups: groups ?? (await expandSynonyms(ctx, words)),
    isSimilar: false,
    buyer: buyer && (await findPricedFor(ctx, buyer)),
    isOnHold: buyer !== null && !args.includeHidden && !(await canOrder(ctx, buyer)),
    includeHidden: args.includeHidden,
    breadths: new Map(),
    pricesAreFew: false,
    now: ctx.clock.now(),
  }
  return measured(ctx, criteria)
}

/** Whatever concerns prices needs to know whose they are. */
function requireBuyer({ organizationId, accountId, where }: ProductSearchArgs): void {
  if (organizationId) return
  const asked = Object.entries({
    accountId,
    'where.maximumUnitPrice': where?.maximumUnitPrice,
    'where.unitPriceRange': where?.unitPriceRange,
  }).find(([, value]) => value)
  if (!asked) return
  const message = 'Say which organization buys: prices are in its currency.'
  throw refuse('ORGANIZATION_REQUIRED', message, asked[0].split('.'))
}

function unitPriceRangeOf(wanted: string | null | undefined) {
  if (!wanted) return null
  const found = unitPriceRanges.find(({ value }) => value === wanted)
  if (found) return found
  const known = unitPriceRanges.map(({ value }) => value).join(', ')
  throw refuse('PRICE_RANGE_UNKNOWN', `Use one of ${known}.`, ['where', 'unitPriceRange'])
}

function readFilters(args: ProductSearchArgs) {
  requireBuyer(args)
  const where = args.where ?? {}
  return {
    vendorId: where.vendorId ?? null,
    categoryId: args.categoryId ?? null,
    commitmentTerm: where.commitmentTerm ?? null,
    billingPeriod: where.billingPeriod ?? null,
    paymentModel: where.paymentModel ?? null,
    maximumUnitPrice: where.maximumUnitPrice ?? null,
    unitPriceRange: unitPriceRangeOf(where.unitPriceRange),
  }
}

async function canOrder(ctx: Ctx, { organization, account }: Buyer): Promise<boolean> {
  if (account) return orderability(organization, account).canOrder
  return (await orderabilityOf(ctx, organization)).reasons.every((reason) => reason === 'NO_ACCOUNT')
}

interface KnownRow {
  kind: 'word' | 'tag' | 'price'
  key: string
  at_most: number | string | null
  at_least: number | string
  completions: string[] | null
}

/** The criteria with how broad each part is, which chooses the way through the catalog. One statement. */
export async function measured(ctx: Pick<Ctx, 'em'>, criteria: ProductCriteria): Promise<ProductCriteria> {
  const words = [...new Set(criteria.groups.flat(2))]
  const tags = [...new Set([undefined, ...facetFields].flatMap((except) => tagsOf(criteria, except)))]
  const prices = criteria.buyer ? pricesInReach(criteria) : { sql: 'WHERE false', params: [] }
  const rows = await ctx.em.execute<KnownRow[]>(
    `SELECT 'word' AS kind, word AS key, at_most, at_least, completions FROM word_breadths(ARRAY[?]::text[])
     UNION ALL SELECT 'tag', tag, breadth, breadth, NULL FROM tag_breadths(ARRAY[?]::text[])
     UNION ALL SELECT 'price', '', count(*), 0, NULL FROM (SELECT 1 ${prices.sql} LIMIT ${fewProducts + 1}) prices`,
    [words, tags, ...prices.params],
  )
  const ofKind = (wanted: KnownRow['kind']) => rows.filter(({ kind }) => kind === wanted)
  const priceCount = Number(ofKind('price')[0]?.at_most ?? 0)
  const breadths = new Map([
    ...groupBreadths(criteria.groups, ofKind('word')),
    ...ofKind('tag').map((row) => [row.key, breadthOf(row)] as const),
  ])
  return { ...criteria, breadths, pricesAreFew: criteria.buyer !== null && priceCount <= fewProducts }
}

const breadthOf = ({ at_least, at_most }: KnownRow): Breadth => ({
  atLeast: Number(at_least),
  atMost: at_most === null ? Infinity : Number(at_most),
})

/** A group stands in as many products as its alternatives together at most, and as its broadest single word at least. */
function groupBreadths(groups: readonly WordGroup[], rows: readonly KnownRow[]): Array<[string, Breadth]> {
  const byWord = new Map(rows.map((row) => [row.key, breadthOf(row)]))
  const completions = new Map(rows.map(({ key, completions }) => [key, completions ?? []]))
  return groups.map((group) => {
    const most = group.map((one) => Math.min(...one.map((word) => byWord.get(word)?.atMost ?? 0)))
    const least = group.map(([word = '', ...more]) =>
      more.length > 0 ? 0 : (byWord.get(word)?.atLeast ?? 0),
    )
    const atMost = most.reduce((sum, breadth) => sum + breadth, 0)
    return [
      groupQuery(group),
      { atLeast: Math.max(0, ...least), atMost, words: completedQuery(group, completions) },
    ]
  })
}
