import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { decodeCursor, pageSize, refuseCursor, toPage } from '../platform/page.ts'
import { expandTypos } from './expand-words.ts'
import { findHits, isAnyMatch, type Hit } from './find-hits.ts'
import { planForSearch } from './plan-for-search.ts'
import { partsOf, type ProductCriteria } from './product-criteria.ts'
import { Product } from './product.entity.ts'
import type { ProductSearchArgs } from './product-search-args.inputs.ts'
import type { ProductPage } from './product-search.view.ts'
import { measured, readCriteria } from './read-criteria.ts'
import { firstOrder, type SearchOrder } from './search-way.rules.ts'
import { groupQuery, readGroups, writeGroups, type WordGroup } from './search-words.rules.ts'

/** What a cursor holds beside the place of its row: what must not change from page to page. */
interface Course {
  order: SearchOrder
  groups: readonly WordGroup[]
  isSimilar: boolean
  after: Hit
}

interface Found {
  order: SearchOrder
  criteria: ProductCriteria
  hits: Hit[]
}

/**
 * Finds products that can be ordered: by words, category, and conditions on their offers; best matches first, then by
 * name. Words so broad that thousands match come in a fixed order instead. With an organization, only what its seller can
 * sell it now. Refuses what `readCriteria` refuses, and foreign cursors (CURSOR_INVALID).
 *
 * A page costs the same in a catalog of any size: see decision 0013. A product that stays as it is appears once on the
 * pages of a search, whatever is added or changed meanwhile.
 */
export async function searchProducts(ctx: Ctx, args: ProductSearchArgs): Promise<ProductPage> {
  allow(ctx, Permission.CATALOG_READ)
  const limit = pageSize(args.first) + 1
  const course = args.after ? readCourse(args.after) : null
  await planForSearch(ctx)
  const criteria = await readCriteria(ctx, args, course?.groups ?? null)
  const found = course
    ? await nextPage(ctx, { ...criteria, isSimilar: course.isSimilar }, { ...course, limit })
    : await firstPage(ctx, criteria, limit)
  return pageOf(ctx, args, found)
}

async function nextPage(
  ctx: Ctx,
  criteria: ProductCriteria,
  page: Course & { limit: number },
): Promise<Found> {
  const hits = criteria.isOnHold ? [] : await findHits(ctx, criteria, page)
  return { order: page.order, criteria, hits: hits ?? [] }
}

async function firstPage(ctx: Ctx, criteria: ProductCriteria, limit: number): Promise<Found> {
  if (criteria.isOnHold) return { order: 'NAME', criteria, hits: [] }
  const isUnknown = criteria.groups.some((group) => isNowhere(criteria, group))
  const found = isUnknown ? null : await begin(ctx, criteria, limit)
  if (found && (found.hits.length > 0 || criteria.groups.length === 0)) return found
  if (found && (await isAnyMatch(ctx, criteria))) return found
  const similar = await withSimilarWords(ctx, criteria)
  return similar ? begin(ctx, similar, limit) : { order: 'RANK', criteria, hits: [] }
}

const isNowhere = ({ breadths }: ProductCriteria, group: WordGroup) =>
  breadths.get(groupQuery(group))?.atMost === 0

async function begin(ctx: Ctx, criteria: ProductCriteria, limit: number): Promise<Found> {
  const order = firstOrder(partsOf(criteria), criteria.pricesAreFew)
  const hits = await findHits(ctx, criteria, { order, after: null, limit })
  if (hits) return { order, criteria, hits }
  const ranked = await findHits(ctx, criteria, { order: 'RANK', after: null, limit })
  return { order: 'RANK', criteria, hits: ranked ?? [] }
}

async function withSimilarWords(ctx: Ctx, criteria: ProductCriteria): Promise<ProductCriteria | null> {
  const known = new Set(criteria.groups.filter((group) => !isNowhere(criteria, group)))
  const groups = await expandTypos(ctx, criteria.groups, known)
  return groups && measured(ctx, { ...criteria, groups, isSimilar: true })
}

async function pageOf(ctx: Ctx, args: ProductSearchArgs, found: Found): Promise<ProductPage> {
  const { order, criteria, hits } = found
  const products = await ctx.em.find(Product, { id: { $in: hits.map((hit) => hit.id) } })
  const byId = new Map(products.map((product) => [product.id, product]))
  const rows = hits.flatMap((hit) => {
    const product = byId.get(hit.id)
    return product ? [{ hit, product }] : []
  })
  const course = [order, writeGroups(criteria.groups), criteria.isSimilar ? 1 : 0]
  const page = toPage(rows, args, ({ hit }) => [...course, hit.place, hit.name, hit.id])
  return {
    nodes: page.nodes.map(({ product }) => product),
    edges: page.edges.map(({ node, cursor }) => ({ node: node.product, cursor })),
    pageInfo: page.pageInfo,
    criteria,
  }
}

const plainNumber = /^-?\d{1,10}(\.\d{1,4})?$/

function readCourse(cursor: string): Course {
  const [order, written, similar, place, name, id] = decodeCursor(cursor, 6)
  const groups = readGroups(String(written))
  const isOrder = order === 'RANK' || order === 'WALK' || order === 'NAME'
  const isPlace =
    plainNumber.test(String(place)) && (order !== 'WALK' || Math.abs(Number(place)) <= 2 ** 31 - 1)
  if (!groups || !isOrder || !isPlace) throw refuseCursor()
  const after = { place: String(place), name: String(name), id: String(id) }
  return { order, groups, isSimilar: similar === 1, after }
}
