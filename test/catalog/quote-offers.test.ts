import 'reflect-metadata'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../../src/access/actor.ts'
import { ensurePriceList } from '../../src/catalog/ensure-price-list.ts'
import { importCatalog } from '../../src/catalog/import-catalog.ts'
import { quoteOffers } from '../../src/catalog/quote-offers.ts'
import { setPrices, type PriceToSet } from '../../src/catalog/set-prices.ts'
import { upsertCategory } from '../../src/catalog/upsert-category.ts'
import { upsertProduct } from '../../src/catalog/upsert-product.ts'
import { upsertVendor } from '../../src/catalog/upsert-vendor.ts'
import type { VerbHarness } from '../support/verbs.ts'
import { harbor, lakeside, meridian, now, openCatalog, operator, systemOf } from './catalog-fixture.ts'

const day = 86_400_000

let harness: VerbHarness
let offerId: string

const csv = [
  'productKey,skuCode,vendorPartNumber,name,unitOfMeasure,paymentModel,chargeTiming,commitmentTerm,billingPeriod,priceEUR,setupFeeEUR,priceUSD',
  'suite,S-1,S-1-A,Suite,SEAT,RECURRING,IN_ADVANCE,P1Y,P1M,10.50,25,12',
  'suite,S-2,S-2-A,Suite plus,SEAT,RECURRING,IN_ADVANCE,P1Y,P1M,20,,24',
].join('\n')

beforeAll(async () => {
  harness = await openCatalog()
  await harness.run(operator, async (ctx) => {
    await upsertVendor(ctx, { key: 'acme', name: 'Acme' })
    await upsertCategory(ctx, { key: 'office', name: 'Office' })
    const text = { name: 'Suite', summary: 'A suite.', description: 'A suite.' }
    await upsertProduct(ctx, { key: 'suite', vendorKey: 'acme', categoryKey: 'office', ...text })
    await importCatalog(ctx, { csv })
  })
  const [offer] = await harness.sql<{ id: string }>(`SELECT id FROM offer WHERE sku_code = 'S-1'`)
  offerId = offer?.id ?? ''
})

beforeEach(() => harness.sql(`DELETE FROM price WHERE seller_id <> 'org_platform'`))

afterAll(() => harness.close())

const priceOf = (actor: Actor, price: Omit<PriceToSet, 'offerId'>, currency = 'EUR') =>
  harness.run(systemOf(actor), async (ctx) => {
    const key = `own-${currency.toLowerCase()}`
    const list = await ensurePriceList(ctx, { sellerId: actor.sellerId, key, name: 'Own', currency })
    return setPrices(ctx, { priceListId: list.id, prices: [{ offerId, ...price }] })
  })

const quote = async (actor: Actor, currency = 'EUR', lineage?: string[]) => {
  const wanted = { offerIds: [offerId, 'off_none'], currency, ...(lineage ? { lineage } : {}) }
  const quotes = await harness.read(actor, (ctx) => quoteOffers(ctx, wanted))
  expect([...quotes.keys()].every((id) => id === offerId)).toBe(true)
  return quotes.get(offerId)
}

test("a reseller without prices inherits the platform's, held for 14 days", async () => {
  const found = await quote(meridian)
  expect(found).toMatchObject({
    unitPrice: '10.5',
    setupFee: '25',
    currency: 'EUR',
    validUntil: new Date(now.getTime() + 14 * day),
    offer: { skuCode: 'S-1', minQuantity: '1', quantityStep: '1', maxQuantity: null },
    product: { key: 'suite' },
    vendor: { key: 'acme' },
  })
  expect((await quote(meridian, 'USD'))?.unitPrice).toBe('12')
  expect(await quote(meridian, 'GBP')).toBeUndefined()
})

test('the own price wins over that of the reseller above, which wins over the platform', async () => {
  await priceOf(meridian, { unitPrice: '12' })
  expect((await quote(meridian))?.unitPrice).toBe('12')
  expect((await quote(lakeside))?.unitPrice).toBe('12')
  expect((await quote(harbor))?.unitPrice).toBe('10.5')
  await priceOf(lakeside, { unitPrice: '13.12345678', setupFee: '1' })
  expect(await quote(lakeside)).toMatchObject({ unitPrice: '13.12345678', setupFee: '1' })
  expect((await quote(meridian))?.unitPrice).toBe('12')
})

test("a reseller above quotes for a customer below at that reseller's price", async () => {
  await priceOf(meridian, { unitPrice: '12' })
  await priceOf(lakeside, { unitPrice: '13' })
  const lineage = ['org_platform', 'org_meridian', 'org_lakeside']
  expect((await quote(meridian, 'EUR', lineage))?.unitPrice).toBe('13')
  expect((await quote(harbor, 'EUR', lineage))?.unitPrice).toBe('10.5')
})

test('a price that was replaced or taken away no longer counts, and one that ends soon limits the quote', async () => {
  await priceOf(meridian, { unitPrice: '12' })
  await priceOf(meridian, { unitPrice: '11' })
  expect((await quote(meridian))?.unitPrice).toBe('11')
  expect(await priceOf(meridian, { unitPrice: '11.00' })).toEqual(new Set())
  const ends = new Date(now.getTime() + 3 * day)
  await harness.sql(`UPDATE price SET valid_to = $1 WHERE seller_id = 'org_meridian'`, [ends])
  expect(await quote(meridian)).toMatchObject({ unitPrice: '11', validUntil: ends })
  await harness.sql(
    `UPDATE price SET valid_from = '2020-01-01', valid_to = $1 WHERE seller_id = 'org_meridian'`,
    [now],
  )
  expect((await quote(meridian))?.unitPrice).toBe('10.5')
  await priceOf(meridian, { unitPrice: '9' })
  await priceOf(meridian, { unitPrice: null })
  expect((await quote(meridian))?.unitPrice).toBe('10.5')
})

test.each([
  [
    'an offer that is not on sale',
    `UPDATE offer SET status = 'END_OF_SALE'`,
    `UPDATE offer SET status = 'ON_SALE'`,
  ],
  [
    'an offer of an unpublished product',
    `UPDATE product SET status = 'UNPUBLISHED'`,
    `UPDATE product SET status = 'PUBLISHED'`,
  ],
])('%s is not quoted', async (_, change, back) => {
  await harness.sql(change)
  expect(await quote(meridian)).toBeUndefined()
  await harness.sql(back)
  expect(await quote(meridian)).toBeDefined()
})

test('the number of statements does not depend on the number of offers', async () => {
  const offers = await harness.sql<{ id: string }>('SELECT id FROM offer')
  const count = async (offerIds: string[]) => {
    const before = harness.statements.length
    const quotes = await harness.read(meridian, (ctx) => quoteOffers(ctx, { offerIds, currency: 'EUR' }))
    expect(quotes.size).toBe(offerIds.length)
    return harness.statements.length - before
  }
  expect(await count(offers.map(({ id }) => id))).toBe(await count([offerId]))
})

test("nobody sets prices of another seller's list", async () => {
  await priceOf(meridian, { unitPrice: '12' })
  const [list] = await harness.sql<{ id: string }>(
    `SELECT id FROM price_list WHERE seller_id = 'org_meridian'`,
  )
  const prices = [{ offerId, unitPrice: '1' }]
  for (const actor of [harbor, lakeside]) {
    const failure = harness.run(systemOf(actor), (ctx) =>
      setPrices(ctx, { priceListId: list?.id ?? '', prices }),
    )
    await expect(failure).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  const foreign = { sellerId: 'org_meridian', key: 'x', name: 'X', currency: 'EUR' }
  const failure = harness.run(systemOf(harbor), (ctx) => ensurePriceList(ctx, foreign))
  await expect(failure).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect((await quote(meridian))?.unitPrice).toBe('12')
})
