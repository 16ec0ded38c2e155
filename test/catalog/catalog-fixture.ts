import { readFileSync } from 'node:fs'
import type { Actor } from '../../src/access/actor.ts'
import type { Ctx } from '../../src/access/ctx.ts'
import { importCatalog } from '../../src/catalog/import-catalog.ts'
import { upsertCategory, type CategoryData } from '../../src/catalog/upsert-category.ts'
import { upsertProduct, type ProductData } from '../../src/catalog/upsert-product.ts'
import { upsertVendor, type VendorData } from '../../src/catalog/upsert-vendor.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'

/** A clock that stands still. */
export const now = new Date('2027-01-31T10:00:00Z')

const line = (id: string, ...above: string[]) => ({
  id,
  readableSellers: [id],
  writableSellers: [id],
  ancestorSellers: above,
})

export const operator: Actor = actorOf('org_platform', ['PLATFORM_OPERATOR'])
export const meridian: Actor = actorOf('org_meridian', ['SALES_AGENT'], {
  ...line('org_meridian', 'org_platform'),
  readableSellers: ['org_meridian', 'org_lakeside'],
  id: 'usr_meridian',
})
export const lakeside: Actor = actorOf('org_lakeside', ['SALES_AGENT'], {
  ...line('org_lakeside', 'org_platform', 'org_meridian'),
  id: 'usr_lakeside',
})
export const harbor: Actor = actorOf('org_harbor', ['SALES_AGENT'], {
  ...line('org_harbor', 'org_platform'),
  id: 'usr_harbor',
})
/** A user of Meridian's customer Kunde, held to it. */
export const kunde: Actor = actorOf('org_meridian', ['CUSTOMER_ADMIN'], {
  ...line('org_meridian', 'org_platform'),
  id: 'usr_kunde',
  organizationId: 'org_kunde',
  organizationScope: ['org_kunde'],
})

/** The product at work for one seller. */
export const systemOf = (actor: Actor): Actor => ({ ...actor, kind: 'SYSTEM' })

const organizations: Array<[id: string, seller: string, kind: string, path: string[], currency: string]> = [
  ['org_platform', 'org_platform', 'PLATFORM', ['org_platform'], 'EUR'],
  ['org_meridian', 'org_meridian', 'RESELLER', ['org_platform', 'org_meridian'], 'EUR'],
  ['org_lakeside', 'org_lakeside', 'RESELLER', ['org_platform', 'org_meridian', 'org_lakeside'], 'EUR'],
  ['org_harbor', 'org_harbor', 'RESELLER', ['org_platform', 'org_harbor'], 'USD'],
  ['org_kunde', 'org_meridian', 'CUSTOMER', ['org_platform', 'org_meridian'], 'EUR'],
  ['org_other', 'org_meridian', 'CUSTOMER', ['org_platform', 'org_meridian'], 'GBP'],
  ['org_boat', 'org_lakeside', 'CUSTOMER', ['org_platform', 'org_meridian', 'org_lakeside'], 'EUR'],
  ['org_pier', 'org_harbor', 'CUSTOMER', ['org_platform', 'org_harbor'], 'JPY'],
]

/** A database with a platform, three resellers and their customers; no catalog yet. */
export async function openCatalog(): Promise<VerbHarness> {
  const harness = await openVerbs({ clock: { now: () => now } })
  for (const [id, seller, kind, path, currency] of organizations)
    await harness.sql(
      `INSERT INTO organization (id, seller_id, kind, parent_id, path, name, country, currency, time_zone, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $1, 'DE', $6, 'Europe/Berlin', now(), now())`,
      [id, seller, kind, kind === 'CUSTOMER' ? seller : null, path, currency],
    )
  return harness
}

const data = (name: string) => readFileSync(new URL(`../../src/demo/data/${name}`, import.meta.url), 'utf8')

/** The demo catalog's offers, as the file that an operator imports. */
export const demoOffers = data('offers.csv')

/** Loads the demo catalog: vendors, categories, products; with `offers`, the file too. */
export async function loadDemoCatalog(ctx: Ctx, offers = true): Promise<void> {
  for (const vendor of JSON.parse(data('vendors.json')) as VendorData[]) await upsertVendor(ctx, vendor)
  for (const category of JSON.parse(data('categories.json')) as CategoryData[])
    await upsertCategory(ctx, category)
  for (const product of JSON.parse(data('products.json')) as ProductData[]) await upsertProduct(ctx, product)
  if (offers) await importCatalog(ctx, { csv: demoOffers })
}
