import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { decodeCursor, pageSize, toPage } from '../platform/page.ts'
import { findBuyer } from './find-buyer.ts'
import { foundProducts, type ProductCriteria } from './product-criteria.ts'
import { Product } from './product.entity.ts'
import type { ProductSearchArgs } from './product-search-args.inputs.ts'
import type { ProductPage } from './product-search.view.ts'
import { mostSearchWords, prefixQuery, searchWords } from './search-words.rules.ts'

interface Hit {
  id: string
  name: string
  descent: string
}

const longestSearch = 200

/**
 * Finds products that can be ordered: by words, category, and conditions on their offers; best matches first, then by
 * name. With an organization, only what its seller can sell it. Refuses an organization or category out of sight
 * (NOT_FOUND), a price limit without an organization (ORGANIZATION_REQUIRED), and foreign cursors (CURSOR_INVALID).
 */
export async function searchProducts(ctx: Ctx, args: ProductSearchArgs): Promise<ProductPage> {
  allow(ctx, Permission.CATALOG_READ)
  const limit = pageSize(args.first)
  const criteria = await readCriteria(ctx, args)
  const found = foundProducts(criteria)
  const after = args.after ? decodeCursor(args.after, 3) : null
  const hits = await ctx.em.execute<Hit[]>(
    `${found.sql} ${after ? 'AND (-rank, name, id) > (?::numeric, ?, ?)' : ''} ORDER BY -rank, name, id LIMIT ?`,
    [...found.params, ...(after ?? []), limit + 1],
  )
  const products = await ctx.em.find(Product, { id: { $in: hits.map((hit) => hit.id) } })
  const byId = new Map(products.map((product) => [product.id, product]))
  const rows = hits.flatMap((hit) => {
    const product = byId.get(hit.id)
    return product ? [{ hit, product }] : []
  })
  const page = toPage(rows, args, ({ hit }) => [hit.descent, hit.name, hit.id])
  return {
    nodes: page.nodes.map(({ product }) => product),
    edges: page.edges.map(({ node, cursor }) => ({ node: node.product, cursor })),
    pageInfo: page.pageInfo,
    criteria,
  }
}

async function readCriteria(ctx: Ctx, args: ProductSearchArgs): Promise<ProductCriteria> {
  const { categoryId, organizationId, where } = args
  const search = args.search ?? ''
  if (search.length > longestSearch)
    throw refuse('SEARCH_TOO_LONG', `Search for at most ${longestSearch} characters.`, ['search'])
  if (where?.maximumUnitPrice && !organizationId)
    throw refuse('ORGANIZATION_REQUIRED', 'A price limit needs an organization, whose currency it is in.', [
      'where',
      'maximumUnitPrice',
    ])
  const words = [...new Set(searchWords(search))].slice(0, mostSearchWords)
  return {
    words,
    isSimilar: words.length > 0 && !(await isAnyMatch(ctx, words)),
    categoryIds: categoryId ? await findBranch(ctx, categoryId) : null,
    buyer: organizationId ? await findBuyer(ctx, { organizationId }) : null,
    where: where ?? {},
    now: ctx.clock.now(),
  }
}

async function isAnyMatch(ctx: Ctx, words: readonly string[]): Promise<boolean> {
  const found = await ctx.em.execute(
    `SELECT 1 FROM product WHERE status = 'PUBLISHED' AND search_document @@ to_tsquery('simple', ?) LIMIT 1`,
    [prefixQuery(words)],
  )
  return found.length > 0
}

/** The ids of a category and of all below it. */
async function findBranch(ctx: Ctx, categoryId: string): Promise<string[]> {
  const rows = await ctx.em.execute<Array<{ id: string }>>(
    `WITH RECURSIVE branch AS (
       SELECT id FROM category WHERE id = ?
       UNION SELECT c.id FROM category c JOIN branch ON c.parent_id = branch.id
     ) SELECT id FROM branch`,
    [categoryId],
  )
  if (rows.length === 0) throw notFound('category', ['categoryId'])
  return rows.map(({ id }) => id)
}
