import 'reflect-metadata'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Ctx } from '../../src/access/ctx.ts'
import { countFacets } from '../../src/catalog/count-facets.ts'
import { countProducts } from '../../src/catalog/count-products.ts'
import { ProductSearchArgs } from '../../src/catalog/product-search-args.inputs.ts'
import { searchProducts } from '../../src/catalog/search-products.ts'
import { anonymous } from '../../src/access/actor.ts'
import type { VerbHarness } from '../support/verbs.ts'
import { harbor, kunde, loadDemoCatalog, meridian, openCatalog, operator } from './catalog-fixture.ts'

let harness: VerbHarness

beforeAll(async () => {
  harness = await openCatalog()
  await harness.run(operator, loadDemoCatalog)
})

afterAll(() => harness.close())

const argsOf = (args: Partial<ProductSearchArgs>) =>
  Object.assign(new ProductSearchArgs(), { first: 100, ...args })

const search = (args: Partial<ProductSearchArgs>, actor = meridian) =>
  harness.read(actor, async (ctx: Ctx) => {
    const page = await searchProducts(ctx, argsOf(args))
    return {
      names: page.nodes.map((product) => product.name),
      keys: page.nodes.map((product) => product.key),
      total: (await countProducts(ctx, page.criteria)).count,
      facets: await countFacets(ctx, page.criteria),
      isSimilar: page.criteria.isSimilar,
      pageInfo: page.pageInfo,
    }
  })

const idOf = async (table: string, key: string) => {
  const [row] = await harness.sql<{ id: string }>(`SELECT id FROM ${table} WHERE key = $1`, [key])
  return row?.id ?? ''
}

describe('words', () => {
  test('the name counts before everything else', async () => {
    const { names, isSimilar } = await search({ search: 'microsoft 365 business' })
    expect(names.slice(0, 3).toSorted()).toEqual([
      'Microsoft 365 Business Basic',
      'Microsoft 365 Business Premium',
      'Microsoft 365 Business Standard',
    ])
    expect(isSimilar).toBe(false)
  })

  test.each([
    ['the beginning of a word', 'busin basi'],
    ['other case and accents', 'BUSÍNESS básic'],
    ['a SKU', 'MS-M365-BBAS'],
    ['a part number', 'CFQ7TTC0LH18-0001-P1M-P1M'],
  ])('%s finds the product', async (_, text) => {
    expect((await search({ search: text })).keys).toContain('microsoft-365-business-basic')
  })

  test('a typo finds what is spelled alike, and says so', async () => {
    const { names, isSimilar } = await search({ search: 'Micorsoft busines basik' })
    expect(isSimilar).toBe(true)
    expect(names).toContain('Microsoft 365 Business Basic')
  })

  test.each(["'; DROP TABLE product; --", ':* & | !', '\\', '%_', '?', "''':*", '🙂'])(
    'the text %s does no harm',
    async (text) => {
      await expect(search({ search: text })).resolves.toBeDefined()
    },
  )

  test('nonsense finds nothing', async () => {
    expect(await search({ search: 'qqqzzzxxx' })).toMatchObject({ names: [], total: 0 })
  })

  test('a text that is too long is refused', async () => {
    await expect(search({ search: 'a'.repeat(201) })).rejects.toMatchObject({ code: 'SEARCH_TOO_LONG' })
  })
})

describe('categories and facets', () => {
  test('a category holds what stands below it', async () => {
    const [top, leaf] = [await idOf('category', 'productivity'), await idOf('category', 'office-suites')]
    const below = await search({ categoryId: top })
    const within = await search({ categoryId: leaf })
    expect(below.total).toBeGreaterThan(within.total)
    expect(within.total).toBeGreaterThan(0)
    expect(below.names).toEqual(expect.arrayContaining(within.names))
    await expect(search({ categoryId: 'cat_none' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('the counts of a facet ignore its own filter, and are what choosing a value then finds', async () => {
    const vendorId = await idOf('vendor', 'microsoft')
    const all = await search({})
    const chosen = await search({ where: { vendorId } })
    const vendorFacet = (facets: typeof all.facets) =>
      facets.find((facet) => facet.field === 'vendor')?.values ?? []
    expect(chosen.facets.map((facet) => facet.field)).toEqual([
      'vendor',
      'category',
      'commitmentTerm',
      'billingPeriod',
      'paymentModel',
    ])
    const unselected = (values: ReturnType<typeof vendorFacet>) =>
      values.map(({ value, label, count }) => ({ value, label, count }))
    expect(unselected(vendorFacet(chosen.facets))).toEqual(unselected(vendorFacet(all.facets)))
    expect(vendorFacet(chosen.facets).filter((value) => value.isSelected)).toEqual([
      {
        value: vendorId,
        label: 'Microsoft',
        count: chosen.total,
        countText: String(chosen.total),
        isMore: false,
        isSelected: true,
      },
    ])
    const term = chosen.facets.find((facet) => facet.field === 'commitmentTerm')
    for (const { value, count } of term?.values ?? [])
      expect((await search({ where: { vendorId, commitmentTerm: value } })).total).toBe(count)
    expect(term?.values.map(({ label }) => label)).toEqual(['None', '1 month', '1 year', '3 years'])
  })

  test('one and the same offer must meet all conditions', async () => {
    const { total } = await search({ where: { commitmentTerm: 'P1M', billingPeriod: 'P1Y' } })
    expect(total).toBe(0)
    const { total: usage } = await search({ where: { paymentModel: 'USAGE' } })
    const [expected] = await harness.sql<{ count: number }>(
      `SELECT count(DISTINCT product_id)::int AS count FROM offer WHERE payment_model = 'USAGE'`,
    )
    expect(usage).toBe(expected?.count)
  })
})

describe('what an organization can order', () => {
  test('only products with a price in its currency are found', async () => {
    const { total } = await search({ organizationId: 'org_kunde' })
    expect(total).toBe((await search({})).total)
    expect(await search({ organizationId: 'org_pier' }, harbor)).toMatchObject({ total: 0, names: [] })
  })

  test('a price limit is in its currency', async () => {
    const where = { maximumUnitPrice: '2' }
    const { names } = await search({ organizationId: 'org_kunde', where })
    const expected = await harness.sql<{ name: string }>(
      `SELECT DISTINCT pr.name FROM product pr JOIN offer o ON o.product_id = pr.id JOIN price p ON p.offer_id = o.id
       WHERE p.currency = 'EUR' AND p.unit_price <= 2`,
    )
    expect(names.toSorted()).toEqual(expected.map((row) => row.name).toSorted())
    await expect(search({ where })).rejects.toMatchObject({ code: 'ORGANIZATION_REQUIRED' })
  })

  test("another seller's or another customer's organization does not exist", async () => {
    await expect(search({ organizationId: 'org_pier' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(search({ organizationId: 'org_other' }, kunde)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(search({}, anonymous)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })
})

test('pages follow each other without gap or repeat, with and without words', async () => {
  for (const words of ['', 'business', 'micorsoft']) {
    const whole = await search({ search: words })
    const walked: string[] = []
    let after: string | null = null
    for (let page = 0; page < 40; page++) {
      const args: ProductSearchArgs = argsOf({ search: words, first: 7, after })
      const { nodes, pageInfo } = await harness.read(meridian, (ctx) => searchProducts(ctx, args))
      walked.push(...nodes.map((product) => product.name))
      after = pageInfo.endCursor
      if (!pageInfo.hasNextPage) break
    }
    expect(walked.slice(0, 100)).toEqual(whole.names)
    expect(new Set(walked).size).toBe(whole.total)
    expect(walked.length).toBe(whole.total)
  }
  await expect(search({ after: 'bm90IG91cnM' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
})
