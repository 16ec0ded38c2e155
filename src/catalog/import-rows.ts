import type { Ctx } from '../access/ctx.ts'
import type { CatalogFileRow } from './catalog-file-row.ts'
import { ensurePriceList } from './ensure-price-list.ts'
import { listOf, readOfferRow, type OfferRow, type RowProblem } from './offer-rows.rules.ts'
import { PriceList } from './price-list.entity.ts'
import { refreshSearchText } from './refresh-search-text.ts'
import { planOffers, saveOffers, type PlannedOffer } from './save-offers.ts'
import { setPrices } from './set-prices.ts'

/** Rows to import together, and what is known of the rest of their file. */
export interface RowsToImport {
  rows: readonly CatalogFileRow[]
  /** Which of these SKUs occur in the file. */
  skusInFile: (skus: readonly string[]) => Promise<readonly string[]>
  /** The good rows before these that have one of these part numbers, by number. */
  earlierLines: (partNumbers: readonly string[]) => Promise<ReadonlyMap<string, number>>
  dryRun: boolean
}

/** What became of rows. */
export interface ImportedRows {
  created: number
  updated: number
  unchanged: number
  failed: number
  /** Why rows failed, by line. */
  problems: RowProblem[]
}

/**
 * Imports rows of a file: offers matched by `vendorPartNumber`, and list prices. Bad rows are told of, the others take
 * effect. The number of statements does not depend on the number of rows. Nobody else imports until the transaction ends.
 */
export async function importRows(ctx: Ctx, part: RowsToImport): Promise<ImportedRows> {
  // Two imports at once would each make the offers that both of them add.
  if (!part.dryRun)
    await ctx.em.execute(`SELECT pg_advisory_xact_lock(hashtextextended('catalog import', 0))`)
  const productIds = await findProductIds(ctx, part.rows)
  const skus = await findSkus(ctx, part)
  const { rows, problems } = await readRows(part, { products: new Set(productIds.keys()), skus })
  const planned = await planOffers(ctx, { rows, productIds })
  if (!part.dryRun) await saveOffers(ctx, planned)
  const repriced = await savePrices(ctx, planned, part.dryRun)
  const touched = planned.filter(({ offerId, change }) => change !== 'NONE' || repriced.has(offerId))
  const created = planned.filter(({ change }) => change === 'CREATE').length
  const changedProducts = planned.filter(({ change }) => change !== 'NONE').map(({ productId }) => productId)
  if (!part.dryRun) await refreshSearchText(ctx, [...new Set(changedProducts)])
  return {
    created,
    updated: touched.length - created,
    unchanged: planned.length - touched.length,
    failed: part.rows.length - planned.length,
    problems: problems.toSorted((a, b) => a.line - b.line),
  }
}

async function readRows(
  part: RowsToImport,
  known: { products: ReadonlySet<string>; skus: ReadonlySet<string> },
): Promise<{ rows: OfferRow[]; problems: RowProblem[] }> {
  const read = part.rows.map(({ line, cells, problems }) =>
    problems.length > 0 ? { row: null, problems } : readOfferRow(line, cells, known),
  )
  const problems = read.flatMap((one) => one.problems)
  const readable = read.flatMap(({ row }) => row ?? [])
  const lines = new Map(await part.earlierLines(readable.map((row) => row.vendorPartNumber)))
  const rows = readable.filter(({ line, vendorPartNumber: number }) => {
    const first = lines.get(number)
    if (first === undefined) return lines.set(number, line)
    const message = `Line ${first} has this part number already; it counts.`
    problems.push({ line, column: 'vendorPartNumber', code: 'OFFER_DOUBLED', message })
    return false
  })
  return { rows, problems }
}

async function findProductIds(ctx: Ctx, rows: readonly CatalogFileRow[]): Promise<Map<string, string>> {
  const keys = [...new Set(rows.map(({ cells }) => cells['productKey'] ?? ''))]
  const found = await ctx.em.execute<Array<{ id: string; key: string }>>(
    'SELECT id, key FROM product WHERE key = ANY (ARRAY[?]::text[])',
    [keys],
  )
  return new Map(found.map(({ id, key }) => [key, id]))
}

/** Every SKU that the rows refer to and that exists: in the file, or in the catalog. */
async function findSkus(ctx: Ctx, { rows, skusInFile }: RowsToImport): Promise<Set<string>> {
  const asked = [
    ...new Set(rows.flatMap(({ cells }) => [...listOf(cells['addOnOf']), ...listOf(cells['excludes'])])),
  ]
  if (asked.length === 0) return new Set()
  const inFile = await skusInFile(asked)
  const found = await ctx.em.execute<Array<{ sku_code: string }>>(
    'SELECT DISTINCT sku_code FROM offer WHERE sku_code = ANY (ARRAY[?]::text[])',
    [asked],
  )
  return new Set([...inFile, ...found.map((row) => row.sku_code)])
}

/** Sets the list prices, currency by currency; answers with the offers whose price changes. */
async function savePrices(ctx: Ctx, planned: readonly PlannedOffer[], dryRun: boolean): Promise<Set<string>> {
  const repriced = new Set<string>()
  const all = planned.flatMap(({ offerId, row }) => row.prices.map((price) => ({ offerId, ...price })))
  for (const [currency, prices] of Map.groupBy(all, (price) => price.currency)) {
    const list = await findList(ctx, currency, dryRun)
    const changed = list
      ? await setPrices(ctx, { priceListId: list.id, prices, dryRun })
      : prices.filter(({ unitPrice }) => unitPrice !== null).map(({ offerId }) => offerId)
    for (const offerId of changed) repriced.add(offerId)
  }
  return repriced
}

async function findList(ctx: Ctx, currency: string, dryRun: boolean): Promise<PriceList | null> {
  const { sellerId } = ctx.actor
  const key = `list-${currency.toLowerCase()}`
  if (dryRun) return ctx.em.findOne(PriceList, { sellerId, key })
  return ensurePriceList(ctx, { sellerId, key, name: `List prices ${currency}`, currency })
}
