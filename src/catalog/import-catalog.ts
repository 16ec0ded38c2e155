import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { idempotent } from '../events/idempotent.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { record } from '../events/record.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { CatalogImport } from './catalog-import.view.ts'
import { catalogImported } from './catalog.events.ts'
import { importRows } from './import-rows.ts'
import { readCatalogFile } from './read-catalog-file.ts'

/** Problems that an answer and its event list; `failed` counts all rows. */
const mostProblems = 500

interface ImportInput {
  csv?: string | null
  jsonLines?: string | null
  dryRun?: boolean | null
  idempotencyKey?: string | null
}

/**
 * Imports offers and list prices from a small file, matched by `vendorPartNumber`. Good rows take effect, bad ones are
 * listed by line; offers that the file leaves out stay as they are. An empty price cell ends the price in that currency.
 * The prices go to the lists `list-<currency>` of the caller's seller, which is the platform. A dry run changes nothing.
 * Refuses anything but one file (FILE_REQUIRED), and what `readCatalogFile` refuses. Records `catalog.imported`.
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

async function importFile(ctx: Ctx, input: ImportInput): Promise<CatalogImport> {
  const dryRun = Boolean(input.dryRun)
  const rows = await readInput(input)
  const skus = new Set(rows.map(({ cells }) => cells['skuCode'] ?? ''))
  const { problems, ...counts } = await importRows(ctx, {
    rows,
    skusInFile: (asked) => Promise.resolve(asked.filter((sku) => skus.has(sku))),
    earlierLines: () => Promise.resolve(new Map()),
    dryRun,
  })
  const report = {
    id: ctx.ids.next('imp'),
    rows: rows.length,
    ...counts,
    problems: problems.slice(0, mostProblems),
  }
  if (!dryRun) {
    const subject = { id: report.id, sellerId: ctx.actor.sellerId, organizationId: null, version: 1 }
    record(ctx, catalogImported, { subject, data: { import: report } })
  }
  return Object.assign(new CatalogImport(), { ...report, dryRun })
}

function readInput({ csv, jsonLines }: ImportInput) {
  const isOne = typeof csv === 'string' ? typeof jsonLines !== 'string' : typeof jsonLines === 'string'
  if (!isOne) throw refuse('FILE_REQUIRED', 'Send the rows either as csv or as jsonLines.', ['csv'])
  return typeof csv === 'string'
    ? readCatalogFile(csv, 'CSV')
    : readCatalogFile(jsonLines ?? '', 'JSON_LINES')
}

/** What an earlier import answered: its event holds it. */
async function findImport(ctx: Ctx, id: string): Promise<CatalogImport> {
  const event = await ctx.em.findOne(OutboxEvent, { type: catalogImported.type, subjectId: id })
  if (!event) throw notFound('import', ['idempotencyKey'])
  const report = catalogImported.schema.parse(event.data).import
  return Object.assign(new CatalogImport(), { ...report, dryRun: false })
}
