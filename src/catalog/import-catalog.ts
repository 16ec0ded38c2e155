import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { idempotent } from '../events/idempotent.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { record } from '../events/record.ts'
import { notFound } from '../platform/errors.ts'
import { CatalogImport } from './catalog-import.view.ts'
import { catalogImported } from './catalog.events.ts'
import { ensurePriceList } from './ensure-price-list.ts'
import { listOf, readOfferRow, type OfferRow, type RowProblem } from './offer-rows.rules.ts'
import { PriceList } from './price-list.entity.ts'
import { readCatalogFile, type FileRow } from './read-catalog-file.ts'
import { refreshSearchText } from './refresh-search-text.ts'
import { planOffers, saveOffers, type PlannedOffer } from './save-offers.ts'
import { setPrices } from './set-prices.ts'

/** Problems that an answer and its event list; `failed` counts all rows. */
const mostProblems = 500

interface ImportInput {
  csv: string
  dryRun?: boolean | null
  idempotencyKey?: string | null
}

/**
 * Imports offers and list prices from a CSV file, matched by `vendorPartNumber`. Good rows take effect, bad ones are
 * listed by line; offers that the file leaves out stay as they are. An empty price cell ends the price in that currency.
 * The prices go to the lists `list-<currency>` of the caller's seller, which is the platform. A dry run changes nothing.
 * Refuses an unreadable file (CSV_UNREADABLE, CSV_TOO_LONG, COLUMN_MISSING, COLUMN_DOUBLED, COLUMN_UNKNOWN).
 * A fixed number of statements, whatever the number of rows. Records `catalog.imported`.
 */
export async function importCatalog(ctx: Ctx, input: ImportInput): Promise<CatalogImport> {
  allow(ctx, Permission.CATALOG_WRITE)
  if (input.dryRun) return importFile(ctx, input)
  return idempotent(
    ctx,
    { operation: 'catalogImport', input },
    { work: () => importFile(ctx, input), replay: (id) => findImport(ctx, id) },
  )
}

async function importFile(ctx: Ctx, { csv, dryRun }: ImportInput): Promise<CatalogImport> {
  const file = readCatalogFile(csv)
  // Two imports at once would each make the offers that both of them add.
  if (!dryRun) await ctx.em.execute(`SELECT pg_advisory_xact_lock(hashtextextended('catalog import', 0))`)
  const productIds = await findProductIds(ctx, file.rows)
  const skus = await findSkus(ctx, file.rows)
  const { rows, problems } = readRows(file.rows, { products: new Set(productIds.keys()), skus })
  const planned = await planOffers(ctx, { rows, productIds })
  if (!dryRun) await saveOffers(ctx, planned)
  const repriced = await savePrices(ctx, planned, Boolean(dryRun))
  const touched = planned.filter(({ offerId, change }) => change !== 'NONE' || repriced.has(offerId))
  const created = planned.filter(({ change }) => change === 'CREATE').length
  const all = [...file.problems, ...problems].toSorted((a, b) => a.line - b.line)
  const count = file.rows.length + file.problems.length
  const report = {
    id: ctx.ids.next('imp'),
    rows: count,
    created,
    updated: touched.length - created,
    unchanged: planned.length - touched.length,
    failed: count - planned.length,
    problems: all.slice(0, mostProblems),
  }
  if (!dryRun) {
    await refreshSearchText(ctx, [...new Set(touched.map(({ productId }) => productId))])
    const subject = { id: report.id, sellerId: ctx.actor.sellerId, organizationId: null, version: 1 }
    record(ctx, catalogImported, { subject, data: { import: report } })
  }
  return Object.assign(new CatalogImport(), { ...report, dryRun: Boolean(dryRun) })
}

/** What an earlier import answered: its event holds it. */
async function findImport(ctx: Ctx, id: string): Promise<CatalogImport> {
  const event = await ctx.em.findOne(OutboxEvent, { type: catalogImported.type, subjectId: id })
  if (!event) throw notFound('import', ['idempotencyKey'])
  const report = catalogImported.schema.parse(event.data).import
  return Object.assign(new CatalogImport(), { ...report, dryRun: false })
}

function readRows(
  fileRows: readonly FileRow[],
  known: { products: ReadonlySet<string>; skus: ReadonlySet<string> },
): { rows: OfferRow[]; problems: RowProblem[] } {
  const rows = new Map<string, OfferRow>()
  const problems: RowProblem[] = []
  for (const { line, cells } of fileRows) {
    const read = readOfferRow(line, cells, known)
    problems.push(...read.problems)
    if (!read.row) continue
    const number = read.row.vendorPartNumber
    const first = rows.get(number)
    if (!first) rows.set(number, read.row)
    else {
      const message = `Line ${first.line} has this part number already; it counts.`
      problems.push({ line, column: 'vendorPartNumber', code: 'OFFER_DOUBLED', message })
    }
  }
  return { rows: [...rows.values()], problems }
}

async function findProductIds(ctx: Ctx, rows: readonly FileRow[]): Promise<Map<string, string>> {
  const keys = [...new Set(rows.map(({ cells }) => cells['productKey'] ?? ''))]
  const found = await ctx.em.execute<Array<{ id: string; key: string }>>(
    'SELECT id, key FROM product WHERE key = ANY (ARRAY[?]::text[])',
    [keys],
  )
  return new Map(found.map(({ id, key }) => [key, id]))
}

/** Every SKU that a row may refer to: those of the file, and of the catalog as far as it is asked for. */
async function findSkus(ctx: Ctx, rows: readonly FileRow[]): Promise<Set<string>> {
  const inFile = new Set(rows.map(({ cells }) => cells['skuCode'] ?? ''))
  const asked = new Set(
    rows.flatMap(({ cells }) => [...listOf(cells['addOnOf']), ...listOf(cells['excludes'])]),
  )
  const found = await ctx.em.execute<Array<{ sku_code: string }>>(
    'SELECT DISTINCT sku_code FROM offer WHERE sku_code = ANY (ARRAY[?]::text[])',
    [[...asked].filter((sku) => !inFile.has(sku))],
  )
  return new Set([...inFile, ...found.map((row) => row.sku_code)])
}

/** Sets the list prices, currency by currency; answers with the offers whose price changes. */
async function savePrices(ctx: Ctx, planned: readonly PlannedOffer[], dryRun: boolean): Promise<Set<string>> {
  const repriced = new Set<string>()
  for (const { currency } of planned[0]?.row.prices ?? []) {
    const list = await findList(ctx, currency, dryRun)
    const prices = planned.flatMap(({ offerId, row }) =>
      row.prices.filter((price) => price.currency === currency).map((price) => ({ offerId, ...price })),
    )
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
