import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countFacets } from '../../src/catalog/count-facets.ts'
import { countProducts } from '../../src/catalog/count-products.ts'
import { hiddenOffers } from '../../src/catalog/hidden-offers.ts'
import { Product } from '../../src/catalog/product.entity.ts'
import { ProductSearchArgs } from '../../src/catalog/product-search-args.inputs.ts'
import { searchProducts } from '../../src/catalog/search-products.ts'
import { setSynonym } from '../../src/catalog/set-synonym.ts'
import type { VerbHarness } from '../support/verbs.ts'
import { fillCatalog } from './big-catalog.ts'
import { harbor, meridian, openCatalog, operator } from './catalog-fixture.ts'
import { scansDuring } from './explain.ts'

let harness: VerbHarness

/** Above the 2,000 matches up to which searches are ranked, so that every way is taken. */
const offerCount = 20_000

beforeAll(async () => {
  harness = await openCatalog()
  await fillCatalog(harness, offerCount)
})
afterAll(() => harness.close())

const argsOf = (args: Partial<ProductSearchArgs>) =>
  Object.assign(new ProductSearchArgs(), { first: 20, ...args })

const page = (args: Partial<ProductSearchArgs>, actor = meridian) =>
  harness.read(actor, async (ctx) => {
    const { nodes, pageInfo } = await searchProducts(ctx, argsOf(args))
    return { ids: nodes.map(({ id }) => id), pageInfo }
  })

/** All pages of a search; `between` happens after each. */
async function walk(
  args: Partial<ProductSearchArgs>,
  between: (page: number) => Promise<unknown>,
): Promise<string[]> {
  const walked: string[] = []
  let after: string | null = null
  for (let number = 1; ; number++) {
    const { ids, pageInfo } = await page({ ...args, first: 100, after })
    walked.push(...ids)
    if (!pageInfo.hasNextPage) return walked
    after = pageInfo.endCursor
    await between(number)
  }
}

const searches: Array<[what: string, args: Partial<ProductSearchArgs>]> = [
  ['a rare word', { search: 'firewall gateway' }],
  ['a broad word', { search: 'cloud' }],
  ['a broad word for an organization', { search: 'business', organizationId: 'org_kunde' }],
  ['two broad words', { search: 'cloud security', organizationId: 'org_kunde' }],
  ['the beginning of a word', { search: 'cloud s' }],
  ['a misspelled word', { search: 'securtiy' }],
  ['no word', { organizationId: 'org_kunde' }],
  ['a vendor', { where: { vendorId: 'ven_1' } }],
  ['a category', { categoryId: 'cat_1', organizationId: 'org_kunde' }],
  ['a broad word in a category', { search: 'cloud', categoryId: 'cat_2_3' }],
  ['terms', { where: { commitmentTerm: 'P3Y', billingPeriod: 'P1Y' } }],
  ['a price range', { organizationId: 'org_kunde', where: { unitPriceRange: '20..100' } }],
]

describe('no table of the catalog is read as a whole', () => {
  test.each(searches)('searching %s', async (_, args) => {
    const scans = await harness.read(meridian, (ctx) =>
      scansDuring(ctx, async (watched) => {
        const first = await searchProducts(watched, argsOf(args))
        await countProducts(watched, first.criteria)
        await countFacets(watched, first.criteria)
        if (first.pageInfo.endCursor)
          await searchProducts(watched, argsOf({ ...args, after: first.pageInfo.endCursor }))
      }),
    )
    const tables = ['product', 'offer', 'price']
    expect(scans.filter(({ table }) => tables.includes(table)).length).toBeGreaterThan(0)
    expect(scans.filter(({ node, table }) => node === 'Seq Scan' && tables.includes(table))).toEqual([])
  })
})

test.each(searches)(
  'the pages of %s hold every match once, whatever is added and changed between them',
  async (_, args) => {
    const before = await walk(args, () => Promise.resolve())
    expect(new Set(before).size).toBe(before.length)
    let added = 0
    const during = await walk(args, async (number) => {
      if (number > 4) return
      added++
      await harness.sql(
        `INSERT INTO product (id, key, vendor_id, category_id, name, summary, description, search_text, name_words, search_tags,
         created_at, updated_at)
       SELECT id || $1, key || $1, vendor_id, category_id, name, summary, description, search_text, name_words, search_tags,
         created_at, updated_at FROM product WHERE id = ANY (ARRAY['prd_1', 'prd_2', 'prd_3', 'prd_4'])`,
        [`_new_${added}`],
      )
      await harness.sql(`UPDATE product SET summary = 'Changed', updated_at = now() WHERE id LIKE 'prd_1%'`)
    })
    await harness.sql(`DELETE FROM product WHERE id LIKE '%_new_%'`)
    expect(during.filter((id) => !id.includes('_new_'))).toEqual(before)
    expect(new Set(during).size).toBe(during.length)
  },
)

describe('counts', () => {
  test('the dictionary holds how many published products have each word, after everything that was added and taken', async () => {
    const wrong = await harness.sql(
      `WITH counted AS (SELECT word, count(*) AS times FROM product, unnest(tsvector_to_array(search_document)) AS word
         WHERE status = 'PUBLISHED' GROUP BY word)
       SELECT word, times, product_count FROM counted FULL JOIN search_word USING (word)
       WHERE coalesce(times, 0) <> coalesce(product_count, 0)`,
    )
    expect(wrong).toEqual([])
  })

  test('choosing a value leaves the counts of its own facet, and finds as many as it said', async () => {
    const facetsOf = (args: Partial<ProductSearchArgs>) =>
      harness.read(meridian, async (ctx) => {
        const { criteria } = await searchProducts(ctx, argsOf(args))
        return { facets: await countFacets(ctx, criteria), total: await countProducts(ctx, criteria) }
      })
    const asked = { search: 'cloud', organizationId: 'org_kunde' }
    const { facets } = await facetsOf(asked)
    const chosen: Record<string, Partial<ProductSearchArgs>> = {
      vendor: { where: { vendorId: 'ven_2' } },
      commitmentTerm: { where: { commitmentTerm: 'P3Y' } },
      billingPeriod: { where: { billingPeriod: 'P1M' } },
      paymentModel: { where: { paymentModel: 'USAGE' } },
      unitPrice: { where: { unitPriceRange: '20..100' } },
    }
    for (const [field, args] of Object.entries(chosen)) {
      const value = Object.values(args.where ?? {})[0]
      const narrowed = await facetsOf({ ...asked, ...args })
      const plain = (all: typeof facets) =>
        all.find((one) => one.field === field)?.values.map((one) => [one.value, one.count])
      expect(plain(narrowed.facets)).toEqual(plain(facets))
      const said = facets.find((one) => one.field === field)?.values.find((one) => one.value === value)
      expect(narrowed.total.count).toBe(said?.count)
    }
  })
})

/** What facets are to say, offer by offer: on sale, and with a price for Kunde today. */
const countedByHand = (value: string) => `
  SELECT ${value} AS value, count(DISTINCT p.id)::int AS count FROM product p JOIN offer o ON o.product_id = p.id
  CROSS JOIN LATERAL (
    SELECT unit_price FROM price WHERE offer_id = o.id AND currency = 'EUR' AND valid_from <= '2027-01-31T10:00:00Z'
      AND coalesce(valid_to > '2027-01-31T10:00:00Z', true) ORDER BY seller_id = 'org_platform' LIMIT 1) named
  WHERE p.search_document @@ to_tsquery('simple', 'cloud:*') AND p.status = 'PUBLISHED' AND o.status = 'ON_SALE'
  GROUP BY 1 ORDER BY 1`

test.each([
  ['vendor', 'p.vendor_id'],
  ['category', 'p.category_id'],
  ['commitmentTerm', `coalesce(o.commitment_term, 'NONE')`],
  ['billingPeriod', `coalesce(o.billing_period, 'NONE')`],
  ['paymentModel', 'o.payment_model'],
  [
    'unitPrice',
    `(ARRAY['0..5', '5..20', '20..100', '100..500', '500..2000', '2000..10000', '10000..'])[1 + width_bucket(unit_price,
      ARRAY[5, 20, 100, 500, 2000, 10000]::numeric[])]`,
  ],
])(
  'the facet %s holds what the offers that can be ordered have, product by product',
  async (field, value) => {
    const facets = await harness.read(meridian, async (ctx) => {
      const { criteria } = await searchProducts(ctx, argsOf({ search: 'cloud', organizationId: 'org_kunde' }))
      return countFacets(ctx, criteria)
    })
    const values = facets.find((facet) => facet.field === field)?.values ?? []
    const expected = await harness.sql<{ value: string; count: number }>(countedByHand(value))
    expect(expected.length).toBeGreaterThan(2)
    expect(Object.fromEntries(values.map((one) => [one.value, one.count]))).toEqual(
      Object.fromEntries(expected.map((one) => [one.value, one.count])),
    )
  },
)

describe('what a customer may order', () => {
  test('a price that begins tomorrow or has ended makes nothing orderable, and says so', async () => {
    const reasons = async (id: string) =>
      harness.read(meridian, async (ctx) => {
        const product = await ctx.em.findOneOrFail(Product, { id })
        const hidden = await hiddenOffers(ctx, product, { organizationId: 'org_kunde' })
        return hidden.map((one) =>
          one.reasons.map(({ code }) => code).filter((code) => code !== 'NO_ACCOUNT'),
        )
      })
    expect(await reasons('prd_103')).toEqual(Array.from({ length: 3 }, () => ['PRICE_NOT_YET_VALID']))
    expect(await reasons('prd_104')).toEqual(Array.from({ length: 3 }, () => ['PRICE_ENDED']))
    expect(await reasons('prd_35')).toEqual(Array.from({ length: 3 }, () => ['NO_PRICE_IN_CURRENCY']))
    for (const id of ['prd_103', 'prd_104', 'prd_35']) {
      const [row] = await harness.sql<{ number: string }>(
        `SELECT lower(left(vendor_part_number, 10)) AS number FROM offer WHERE product_id = $1 LIMIT 1`,
        [id],
      )
      const asked = { search: row?.number ?? '', organizationId: 'org_kunde' }
      expect((await page(asked)).ids).toEqual([])
      expect((await page({ ...asked, includeHidden: true })).ids).toEqual([id])
    }
  })

  test('who has no price in its currency finds nothing, without a look at the whole catalog', async () => {
    const scans = await harness.read(harbor, (ctx) =>
      scansDuring(ctx, async (watched) => {
        const { nodes } = await searchProducts(
          watched,
          argsOf({ search: 'cloud', organizationId: 'org_pier' }),
        )
        expect(nodes).toEqual([])
      }),
    )
    expect(scans.filter(({ node }) => node === 'Seq Scan')).toEqual([])
  })

  test('a customer on hold can order nothing until it is released', async () => {
    await harness.sql(`UPDATE organization SET status = 'ADMIN_HOLD' WHERE id = 'org_kunde'`)
    expect((await page({ search: 'cloud', organizationId: 'org_kunde' })).ids).toEqual([])
    await harness.sql(`UPDATE organization SET status = 'ACTIVE' WHERE id = 'org_kunde'`)
    expect((await page({ search: 'cloud', organizationId: 'org_kunde' })).ids).toHaveLength(20)
  })
})

test('a synonym finds what it stands for, until it is taken back', async () => {
  const found = async () => (await page({ search: 'zyxw firewall' })).ids
  const expected = (await page({ search: 'cloud firewall' })).ids
  expect(expected.length).toBeGreaterThan(0)
  expect(await found()).toEqual([])
  await harness.run(operator, (ctx) => setSynonym(ctx, { word: 'ZYXW', meanings: ['Cloud'] }))
  expect((await found()).toSorted()).toEqual(expected.toSorted())
  await harness.run(operator, (ctx) => setSynonym(ctx, { word: 'zyxw', meanings: [] }))
  expect(await found()).toEqual([])
  const refused = harness.run(meridian, (ctx) => setSynonym(ctx, { word: 'a', meanings: ['b'] }))
  await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
