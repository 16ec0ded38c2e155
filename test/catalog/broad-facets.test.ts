import { afterAll, beforeAll, expect, test } from 'vitest'
import { countFacets } from '../../src/catalog/count-facets.ts'
import { ProductSearchArgs } from '../../src/catalog/product-search-args.inputs.ts'
import { searchProducts } from '../../src/catalog/search-products.ts'
import type { VerbHarness } from '../support/verbs.ts'
import { fillCatalog } from './big-catalog.ts'
import { meridian, openCatalog } from './catalog-fixture.ts'

let harness: VerbHarness
beforeAll(async () => {
  harness = await openCatalog()
  // Three offers to a product: 10,001 products.
  await fillCatalog(harness, 30_003)
}, 120_000)
afterAll(() => harness.close())

/** The values of a field, without words, for anybody. */
async function facetOf(field: string, args: Partial<ProductSearchArgs> = {}) {
  const facets = await harness.read(meridian, async (ctx) => {
    const { criteria } = await searchProducts(
      ctx,
      Object.assign(new ProductSearchArgs(), { first: 1, ...args }),
    )
    return countFacets(ctx, criteria)
  })
  return facets.find((facet) => facet.field === field)?.values ?? []
}

async function exactCounts(): Promise<Record<string, number>> {
  const rows = await harness.sql<{ vendor_id: string; count: string }>(
    `SELECT vendor_id, count(*) FROM product WHERE status = 'PUBLISHED' GROUP BY vendor_id`,
  )
  return Object.fromEntries(rows.map((row) => [row.vendor_id, Number(row.count)]))
}

test('more than 10,000 products are counted in 2,000 of them, and every value says that there are at least so many', async () => {
  const vendors = await facetOf('vendor')
  const exact = await exactCounts()

  expect(vendors.reduce((sum, { count }) => sum + count, 0)).toBe(2000)
  expect(vendors.map(({ isMore }) => isMore)).toEqual(vendors.map(() => true))
  expect(vendors.filter(({ value, count }) => count > (exact[value] ?? 0))).toEqual([])
})

test('10,000 products are counted exactly, one by one', async () => {
  await harness.sql(`UPDATE product SET status = 'UNPUBLISHED' WHERE id = 'prd_1'`)
  const vendors = await facetOf('vendor')

  expect(Object.fromEntries(vendors.map(({ value, count }) => [value, count]))).toEqual(await exactCounts())
  expect(vendors.reduce((sum, { count }) => sum + count, 0)).toBe(10_000)
  expect(vendors.some(({ isMore }) => isMore)).toBe(false)
})
