import type { Ctx } from '../access/ctx.ts'
import { importCatalog } from '../catalog/import-catalog.ts'
import { upsertCategory, type CategoryData } from '../catalog/upsert-category.ts'
import { upsertProduct, type ProductData } from '../catalog/upsert-product.ts'
import { upsertVendor, type VendorData } from '../catalog/upsert-vendor.ts'
import { setSynonym } from '../catalog/set-synonym.ts'
import { loadDemoPrices } from './load-demo-prices.ts'
import type { DemoData } from './read-demo-data.ts'

/** What people call things that the catalog calls otherwise. */
const synonyms: Record<string, string[]> = {
  o365: ['office 365', 'microsoft 365'],
  m365: ['microsoft 365'],
  gsuite: ['google workspace'],
  aad: ['entra id'],
  mdm: ['intune'],
  antivirus: ['endpoint protection', 'endpoint security'],
}

/** Loads vendors, categories, products, and offers with their list prices. May be repeated: it brings them up to date. */
export async function loadDemoCatalog(ctx: Ctx, data: DemoData): Promise<string> {
  // The verbs check what they are given, so the files may be passed on as they are.
  for (const vendor of data.vendors) await upsertVendor(ctx, vendor as VendorData)
  for (const category of data.categories) await upsertCategory(ctx, category as CategoryData)
  for (const product of data.products) {
    await upsertProduct(ctx, product as ProductData)
    // Every flush compares all that the unit of work knows: forgetting what is written keeps that short.
    ctx.em.clear()
  }
  for (const [word, meanings] of Object.entries(synonyms)) await setSynonym(ctx, { word, meanings })
  const report = await importCatalog(ctx, { csv: data.offersCsv })
  const [fault] = report.problems
  if (fault) throw new Error(`src/demo/data/offers.csv, line ${fault.line}: ${fault.message}`)
  for (const prices of data.prices) await loadDemoPrices(ctx, prices)
  return `${data.products.length} products with ${report.rows} offers`
}
