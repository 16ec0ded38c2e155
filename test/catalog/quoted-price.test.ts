import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/access/actor.ts'
import type { Ctx } from '../../src/access/ctx.ts'
import { countFacets } from '../../src/catalog/count-facets.ts'
import { countProducts } from '../../src/catalog/count-products.ts'
import { findBuyer } from '../../src/catalog/find-buyer.ts'
import { findPricedFor } from '../../src/catalog/find-priced-for.ts'
import { findPrices } from '../../src/catalog/find-prices.ts'
import { orderableOffers } from '../../src/catalog/orderable-offers.ts'
import { ProductSearchArgs } from '../../src/catalog/product-search-args.inputs.ts'
import { searchProducts } from '../../src/catalog/search-products.ts'
import { decimal } from '../../src/platform/money.ts'
import type { VerbHarness } from '../support/verbs.ts'
import { fillCatalog } from './big-catalog.ts'
import { lakeside, meridian, now, openCatalog } from './catalog-fixture.ts'
import { scansDuring } from './explain.ts'

let harness: VerbHarness

beforeAll(async () => {
  harness = await openCatalog()
  await fillCatalog(harness, 7500)
  await harness.sql(`UPDATE organization SET parent_id = 'org_meridian' WHERE id = 'org_lakeside'`)
})
beforeEach(async () => {
  await harness.sql('TRUNCATE price')
  await harness.sql('DELETE FROM price_list')
})
afterAll(() => harness.close())

interface List {
  seller: string
  basis?: 'FIXED' | 'COST_PLUS' | 'LIST_MINUS'
  percent?: string
  customer?: string
  reseller?: string
}

let lists = 0
async function addList({ seller, basis = 'FIXED', percent, customer, reseller }: List): Promise<string> {
  const id = `pls_${String((lists += 1)).padStart(4, '0')}`
  await harness.sql(
    `INSERT INTO price_list (id, seller_id, key, name, currency, basis, percent, organization_id, reseller_id, created_at)
     VALUES ($1, $2, $1, $1, 'EUR', $3, $4, $5, $6, $7)`,
    [id, seller, basis, percent ?? null, customer ?? null, reseller ?? null, new Date('2026-01-01')],
  )
  return id
}

/** Names a price, or (`percent`) what the rule of the list is for this offer. */
let named = 0
const addPrice = (list: string, offerId: string, said: { price?: string; percent?: string; from?: string }) =>
  harness.sql(
    `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, percent, valid_from)
     SELECT $1, seller_id, id, $2, 'EUR', $3, $4, $5 FROM price_list WHERE id = $6`,
    [
      `prc_${(named += 1)}`,
      offerId,
      said.price ?? null,
      said.percent ?? null,
      said.from ?? '2026-02-01',
      list,
    ],
  )

const argsOf = (args: Partial<ProductSearchArgs>) =>
  Object.assign(new ProductSearchArgs(), { first: 100, ...args })

/** What a search knows and what a quote would say, by offer, of the products whose id is smaller. */
async function priced(ctx: Ctx, organizationId: string, below = 'prd_15') {
  const buyer = await findBuyer(ctx, { organizationId })
  const offers = orderableOffers({ buyer: await findPricedFor(ctx, buyer), now, isPriced: true })
  const rows = await ctx.em.execute<Array<{ id: string; price: string }>>(
    `SELECT o.id, o.price::text FROM product m CROSS JOIN LATERAL (SELECT o.id, nearest.unit_price ${offers.sql}) o (id, price)
     WHERE m.id < ?`,
    [...offers.params, below],
  )
  const onSale = await ctx.em.execute<Array<{ id: string }>>(
    `SELECT id FROM offer WHERE status = 'ON_SALE' AND product_id < ?`,
    [below],
  )
  const offerIds = onSale.map(({ id }) => id)
  const { sellers, currency } = buyer
  const quoted = await findPrices(ctx, { offerIds, currency, sellers, organizationId })
  const plain = (price: string) => decimal(price).toFixed()
  return {
    searched: new Map(rows.map(({ id, price }) => [id, plain(price)] as const)),
    quoted: new Map([...quoted].map(([id, { unitPrice }]) => [id, unitPrice] as const)),
  }
}

/** The same numbers at every run, so that a failure can be repeated. */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const nextBelow: Record<string, string> = { org_platform: 'org_meridian', org_meridian: 'org_lakeside' }

/** Some lists of a seller, for everybody, for the next reseller below, for one further below, and for customers. */
async function addLists(seller: string, next: () => number): Promise<void> {
  const audiences = [
    {},
    {},
    ...(nextBelow[seller] ? [{ reseller: nextBelow[seller] }] : []),
    ...(seller === 'org_platform' ? [{ reseller: 'org_lakeside' }] : []),
    ...(seller === 'org_meridian' ? [{ customer: 'org_kunde' }, { customer: 'org_other' }] : []),
    ...(seller === 'org_lakeside' ? [{ customer: 'org_boat' }] : []),
  ]
  for (const audience of audiences) {
    if (next() < 0.3) continue
    const basis = (['FIXED', 'COST_PLUS', 'LIST_MINUS'] as const)[Math.floor(next() * 3)] ?? 'FIXED'
    const percent = (next() * 100).toFixed(4)
    const id = await addList({ seller, basis, ...(basis === 'FIXED' ? {} : { percent }), ...audience })
    // A third of the offers have a price of their own, half of these one that has ended, begins later, or is a rule.
    await harness.sql(
      `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, percent, valid_from, valid_to)
       SELECT $1 || '_' || o.id, $2, $1, o.id, 'EUR',
         CASE WHEN $3 = 'FIXED' OR dice % 4 > 0 THEN round((10 ^ (dice % 700 / 175.0))::numeric, 8) END,
         CASE WHEN $3 <> 'FIXED' AND dice % 4 = 0 THEN (dice % 90)::numeric END,
         CASE WHEN dice % 7 = 1 THEN timestamptz '2027-02-01' ELSE timestamptz '2026-01-01' + (dice % 200) * interval '1 day' END,
         CASE WHEN dice % 7 = 2 THEN timestamptz '2027-01-01' END
       FROM (SELECT id, abs(hashtext(id || $1 || $4)) AS dice FROM offer WHERE product_id < 'prd_15') o WHERE dice % 3 = 0`,
      [id, seller, basis, String(next())],
    )
  }
}

describe('a search and a quote say the same price', () => {
  test.each(Array.from({ length: 8 }, (_, seed) => [seed]))('in world %i', async (seed) => {
    const next = numbersFrom(seed)
    for (const seller of ['org_platform', 'org_meridian', 'org_lakeside']) await addLists(seller, next)
    for (const [actor, customer] of [
      [meridian, 'org_kunde'],
      [lakeside, 'org_boat'],
      [meridian, 'org_boat'],
    ] as const) {
      const { searched, quoted } = await harness.read(actor, (ctx) => priced(ctx, customer))
      expect(quoted.size).toBeGreaterThan(100)
      expect(searched).toEqual(quoted)
    }
  })
})

describe('the ranges of prices', () => {
  const amounts = ['4', '6', '18', '25', '90', '450']
  let top: string
  const offerOf = (at: number) => `off_${at + 1}_1`

  beforeEach(async () => {
    top = await addList({ seller: 'org_platform' })
    for (const [at, price] of amounts.entries()) await addPrice(top, offerOf(at), { price })
  })

  const facetOf = (actor: Actor, organizationId: string, where: ProductSearchArgs['where'] = {}) =>
    harness.read(actor, async (ctx) => {
      const { criteria, nodes } = await searchProducts(ctx, argsOf({ organizationId, where }))
      const facets = await countFacets(ctx, criteria)
      const { count } = await countProducts(ctx, criteria)
      expect(nodes).toHaveLength(count)
      const values = facets.find(({ field }) => field === 'unitPrice')?.values ?? []
      return { count, counts: Object.fromEntries(values.map((one) => [one.value, one.count])) }
    })

  async function expectCounts(actor: Actor, customer: string, counts: Record<string, number>) {
    expect(await facetOf(actor, customer)).toEqual({ count: 6, counts })
    for (const [unitPriceRange, count] of Object.entries(counts))
      expect(await facetOf(actor, customer, { unitPriceRange })).toEqual({ count, counts })
    for (const unitPriceRange of ['2000..10000', '10000..'])
      expect((await facetOf(actor, customer, { unitPriceRange })).count).toBe(0)
  }

  test('count what the seller above asks where the seller has no list', () =>
    expectCounts(meridian, 'org_kunde', { '0..5': 1, '5..20': 2, '20..100': 2, '100..500': 1 }))

  // 4.80, 7.20, 21.60, 30, 108, 540.
  test('count the seller’s markup', async () => {
    await addList({ seller: 'org_meridian', basis: 'COST_PLUS', percent: '20' })
    const counts = { '0..5': 1, '5..20': 1, '20..100': 2, '100..500': 1, '500..2000': 1 }
    await expectCounts(meridian, 'org_kunde', counts)
  })

  // Half off the list price, which is the top's: 2, 3, 9, 12.50, 45, 225; others pay the markup.
  test('count the discount of the customer’s own list, and the list price for no other', async () => {
    await addList({ seller: 'org_meridian', basis: 'COST_PLUS', percent: '20' })
    await addList({ seller: 'org_meridian', basis: 'LIST_MINUS', percent: '50', customer: 'org_kunde' })
    const counts = { '0..5': 2, '5..20': 2, '20..100': 1, '100..500': 1 }
    await expectCounts(meridian, 'org_kunde', counts)
    expect((await facetOf(meridian, 'org_kunde', { maximumUnitPrice: '12.5' })).count).toBe(4)
    expect((await facetOf(meridian, 'org_kunde', { maximumUnitPrice: '12.49999999' })).count).toBe(3)
  })

  // The customer's rule is 50 %, but 99 % for the dearest: 4.50. 2, 3, 9, 12.50, 45, 4.50.
  test('count the percent that the list has for one offer', async () => {
    const own = await addList({
      seller: 'org_meridian',
      basis: 'LIST_MINUS',
      percent: '50',
      customer: 'org_kunde',
    })
    await addPrice(own, offerOf(5), { percent: '99' })
    await expectCounts(meridian, 'org_kunde', { '0..5': 3, '5..20': 2, '20..100': 1 })
  })

  // Meridian asks 10 of Lakeside for the first, and 20 % more of everybody else; Lakeside adds 25 %:
  // 12.50, then 1.2 times 1.25: 9, 27, 37.50, 135, 675. A list of the platform for Lakeside is nobody's.
  test('count the chain down to a customer of a reseller below', async () => {
    await addList({ seller: 'org_meridian', basis: 'COST_PLUS', percent: '20' })
    const own = await addList({ seller: 'org_meridian', reseller: 'org_lakeside' })
    await addPrice(own, offerOf(0), { price: '10' })
    const far = await addList({ seller: 'org_platform', reseller: 'org_lakeside' })
    await addPrice(far, offerOf(1), { price: '9999' })
    await addList({ seller: 'org_lakeside', basis: 'COST_PLUS', percent: '25' })
    const counts = { '5..20': 2, '20..100': 2, '100..500': 1, '500..2000': 1 }
    await expectCounts(lakeside, 'org_boat', counts)
    await expectCounts(meridian, 'org_boat', counts)
  })

  test('take as many statements for many lists as for one', async () => {
    const statementsOf = async () => {
      const before = harness.statements.length
      await facetOf(meridian, 'org_kunde', { unitPriceRange: '5..20' })
      return harness.statements.length - before
    }
    await addList({ seller: 'org_meridian', basis: 'COST_PLUS', percent: '20' })
    const few = await statementsOf()
    for (let more = 0; more < 10; more++)
      await addList({ seller: 'org_meridian', basis: 'LIST_MINUS', percent: '10', customer: 'org_kunde' })
    expect(await statementsOf()).toBe(few)
  })
})

describe('a range of a customer with rules', () => {
  test('is served by indexes, and its pages hold exactly what would be quoted in it', async () => {
    const top = await addList({ seller: 'org_platform' })
    await harness.sql(
      `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, valid_from)
       SELECT 'top_' || id, 'org_platform', $1, id, 'EUR', round((10 ^ (abs(hashtext(id)) % 4000 / 1000.0))::numeric, 2), '2026-01-01' FROM offer`,
      [top],
    )
    await addList({ seller: 'org_meridian', basis: 'COST_PLUS', percent: '37.5' })
    await addList({ seller: 'org_meridian', basis: 'LIST_MINUS', percent: '12.5', customer: 'org_kunde' })
    await harness.sql('VACUUM ANALYZE price')
    for (const unitPriceRange of ['20..100', '2000..10000', '10000..']) {
      const found = await harness.read(meridian, async (ctx) => {
        const asked = { organizationId: 'org_kunde', where: { unitPriceRange } }
        const scans = await scansDuring(ctx, async (watched) => {
          const { criteria } = await searchProducts(watched, argsOf(asked))
          await countProducts(watched, criteria)
          await countFacets(watched, criteria)
        })
        const tables = ['product', 'offer', 'price']
        expect(scans.filter(({ node, table }) => node === 'Seq Scan' && tables.includes(table))).toEqual([])
        const ids: string[] = []
        for (let after: string | null = null; ;) {
          const page = await searchProducts(ctx, argsOf({ ...asked, after }))
          ids.push(...page.nodes.map(({ id }) => id))
          after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
          if (after === null) return ids
        }
      })
      const [from = '', to = ''] = unitPriceRange.split('..')
      const { quoted } = await harness.read(meridian, (ctx) => priced(ctx, 'org_kunde', 'prd_a'))
      const inRange = [...quoted].flatMap(([offerId, price]) => {
        const passes = decimal(price).greaterThanOrEqualTo(from) && (to === '' || decimal(price).lessThan(to))
        return passes ? [offerId.replace(/^off_(\d+)_\d$/, 'prd_$1')] : []
      })
      expect(found.toSorted()).toEqual([...new Set(inRange)].toSorted())
    }
  })
})
