import 'reflect-metadata'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Actor } from '../../src/access/actor.ts'
import { createPriceList } from '../../src/catalog/create-price-list.ts'
import { importCatalog } from '../../src/catalog/import-catalog.ts'
import type { PriceListCreateInput, PriceSetInput } from '../../src/catalog/price-list.inputs.ts'
import { quoteOffers } from '../../src/catalog/quote-offers.ts'
import { setListPrices } from '../../src/catalog/set-list-prices.ts'
import { upsertCategory } from '../../src/catalog/upsert-category.ts'
import { upsertProduct } from '../../src/catalog/upsert-product.ts'
import { upsertVendor } from '../../src/catalog/upsert-vendor.ts'
import { DomainError } from '../../src/platform/errors.ts'
import { actorOf, type VerbHarness } from '../support/verbs.ts'
import { openCatalog, operator } from './catalog-fixture.ts'

export const day = 86_400_000
export const admin: Actor = {
  ...actorOf('org_meridian', ['RESELLER_ADMIN'], { id: 'usr_admin' }),
  readableSellers: ['org_meridian', 'org_lakeside'],
  ancestorSellers: ['org_platform'],
}
export const below: Actor = {
  ...actorOf('org_lakeside', ['RESELLER_ADMIN'], { id: 'usr_below' }),
  ancestorSellers: ['org_platform', 'org_meridian'],
}

const csv = [
  'productKey,skuCode,vendorPartNumber,name,unitOfMeasure,paymentModel,chargeTiming,commitmentTerm,billingPeriod,priceEUR,setupFeeEUR,priceJPY,priceKWD',
  'suite,S-1,S-1-A,Suite,SEAT,RECURRING,IN_ADVANCE,P1Y,P1M,10,4,1505,3.4567',
  'suite,S-2,S-2-A,Suite plus,SEAT,RECURRING,IN_ADVANCE,P1Y,P1M,20,,,',
].join('\n')

// oxlint-disable-next-line import/no-mutable-exports -- Set once, before all tests.
export let harness: VerbHarness
// oxlint-disable-next-line import/no-mutable-exports -- Set once, before all tests.
export let offerId: string
// oxlint-disable-next-line import/no-mutable-exports -- Set once, before all tests.
export let otherId: string
let keys = 0
const key = () => `key-${++keys}`

/** A catalog of two offers, without price lists of resellers before each test. */
export function usePriceLists(): void {
  beforeAll(async () => {
    harness = await openCatalog()
    await harness.run(operator, async (ctx) => {
      await upsertVendor(ctx, { key: 'acme', name: 'Acme' })
      await upsertCategory(ctx, { key: 'office', name: 'Office' })
      const text = { name: 'Suite', summary: 'A suite.', description: 'A suite.' }
      await upsertProduct(ctx, { key: 'suite', vendorKey: 'acme', categoryKey: 'office', ...text })
      await importCatalog(ctx, { csv })
    })
    await harness.sql(`UPDATE organization SET parent_id = 'org_meridian' WHERE id = 'org_lakeside'`)
    await harness.sql(`UPDATE organization SET country = 'JP', tax_id = 'T1' WHERE id = 'org_pier'`)
    const offers = await harness.sql<{ id: string }>('SELECT id FROM offer ORDER BY sku_code')
    offerId = offers[0]?.id ?? ''
    otherId = offers[1]?.id ?? ''
  })
  beforeEach(async () => {
    await harness.sql(`DELETE FROM price WHERE seller_id <> 'org_platform'`)
    await harness.sql(`DELETE FROM price_list WHERE seller_id <> 'org_platform'`)
  })
  afterAll(() => harness.close())
}

export const create = (actor: Actor, more: Partial<PriceListCreateInput> = {}) => {
  const input = { key: key(), name: 'List', currency: 'EUR', basis: 'FIXED', idempotencyKey: key(), ...more }
  return harness.run(actor, (ctx) => createPriceList(ctx, input as PriceListCreateInput))
}
export const set = (actor: Actor, priceListId: string, more: Partial<PriceSetInput>) =>
  harness.run(actor, (ctx) =>
    setListPrices(ctx, { priceListId, idempotencyKey: key(), ...more } as PriceSetInput),
  )
export const quote = async (actor: Actor, organizationId?: string, lineage?: string[]) => {
  const wanted = { offerIds: [offerId], currency: 'EUR', ...(organizationId ? { organizationId } : {}) }
  const quotes = await harness.read(actor, (ctx) =>
    quoteOffers(ctx, lineage ? { ...wanted, lineage } : wanted),
  )
  return quotes.get(offerId)
}
export const problems = async (attempt: Promise<unknown>) => {
  try {
    await attempt
  } catch (error) {
    if (error instanceof DomainError)
      return error.problems.map(({ code, path }) => `${code} ${path.join('.')}`)
    throw error
  }
  return []
}
export const rows = () => harness.sql(`SELECT * FROM price_list ORDER BY id`)
export const prices = () => harness.sql(`SELECT * FROM price ORDER BY id`)
export const events = () =>
  harness.sql<{ type: string; data: object }>('SELECT type, data FROM outbox_event ORDER BY id')

export const toBoat = ['org_platform', 'org_meridian', 'org_lakeside']
