import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cappedCount } from '../../src/catalog/capped-count.rules.ts'
import { countFacets } from '../../src/catalog/count-facets.ts'
import { countProducts } from '../../src/catalog/count-products.ts'
import { ProductSearchArgs } from '../../src/catalog/product-search-args.inputs.ts'
import { searchProducts } from '../../src/catalog/search-products.ts'
import type { VerbHarness } from '../support/verbs.ts'
import { fillCatalog } from './big-catalog.ts'
import { meridian, openCatalog } from './catalog-fixture.ts'
import { scansDuring } from './explain.ts'

let harness: VerbHarness
beforeAll(async () => {
  harness = await openCatalog()
  // Three offers to a product: 10,001 products.
  await fillCatalog(harness, 30_003)
}, 120_000)
afterAll(() => harness.close())

/** How many products a search finds, and the vendors that it can be narrowed to, for anybody. */
async function countsOf(args: Partial<ProductSearchArgs> = {}) {
  return harness.read(meridian, async (ctx) => {
    const { criteria } = await searchProducts(
      ctx,
      Object.assign(new ProductSearchArgs(), { first: 1, ...args }),
    )
    const facets = await countFacets(ctx, criteria)
    const { countText } = await countProducts(ctx, criteria)
    return { vendors: facets.find(({ field }) => field === 'vendor')?.values ?? [], total: countText }
  })
}

/** The indexes of words that a count of all matches asks. */
async function indexesAsked(search: string): Promise<string[]> {
  const scans = await harness.read(meridian, async (ctx) => {
    const { criteria } = await searchProducts(
      ctx,
      Object.assign(new ProductSearchArgs(), { first: 1, search }),
    )
    return scansDuring(ctx, (watched) => countFacets(watched, criteria))
  })
  return scans.flatMap(({ index }) => (index?.endsWith('_words') ? [index] : []))
}

async function exactCounts(): Promise<Record<string, number>> {
  const rows = await harness.sql<{ vendor_id: string; count: string }>(
    `SELECT vendor_id, count(*) FROM product WHERE status = 'PUBLISHED' GROUP BY vendor_id`,
  )
  return Object.fromEntries(rows.map((row) => [row.vendor_id, Number(row.count)]))
}

/** Every product stands on a shelf and on a board; the dictionary knows how many have one word, not how many have two. */
const searches: Array<[what: string, args: Partial<ProductSearchArgs>, totalOfAll: string]> = [
  ['without words', {}, '10,000+'],
  ['with a word', { search: 'shelf' }, '10,000+'],
  ['with two words', { search: 'shelf board' }, '10,000+'],
  ['with what cannot be ordered', { includeHidden: true }, '10,000+'],
  ['but of one vendor', { where: { vendorId: 'ven_1' } }, ''],
]

test.each(searches)(
  'more than 10,000 products, %s, are counted in 2,000 of them, and every value says that there are at least so many',
  async (_, args, totalOfAll) => {
    const { vendors, total } = await countsOf(args)
    const exact = await exactCounts()

    expect(vendors.reduce((sum, { count }) => sum + count, 0)).toBe(2000)
    expect(vendors.map(({ isMore }) => isMore)).toEqual(vendors.map(() => true))
    expect(vendors.filter(({ value, count }) => count > (exact[value] ?? 0))).toEqual([])
    expect(total).toBe(totalOfAll || cappedCount(exact['ven_1'] ?? 0).countText)
  },
)

describe('10,000 products', () => {
  beforeAll(() => harness.sql(`UPDATE product SET status = 'UNPUBLISHED' WHERE id = 'prd_1'`))

  test.each(searches)('%s, are counted exactly, one by one', async (_, args, totalOfAll) => {
    const { vendors, total } = await countsOf(args)
    const exact = await exactCounts()

    expect(Object.fromEntries(vendors.map(({ value, count }) => [value, count]))).toEqual(exact)
    expect(vendors.reduce((sum, { count }) => sum + count, 0)).toBe(10_000)
    expect(vendors.some(({ isMore }) => isMore)).toBe(false)
    expect(total).toBe(totalOfAll ? '10,000' : cappedCount(exact['ven_1'] ?? 0).countText)
  })

  test('that the dictionary takes for masses are looked for in the slice first, and each is counted once', async () => {
    expect(await indexesAsked('shelf board')).toEqual(['product_by_words'])
    await harness.sql(
      `UPDATE search_word SET product_count = product_count * 5 WHERE word IN ('shelf', 'board')`,
    )
    const exact = await exactCounts()

    expect(await indexesAsked('shelf board')).toEqual(['product_by_sliced_words', 'product_by_words'])
    const { vendors, total } = await countsOf({ search: 'shelf board' })
    expect(Object.fromEntries(vendors.map(({ value, count }) => [value, count]))).toEqual(exact)
    expect(total).toBe('10,000')
  })
})
