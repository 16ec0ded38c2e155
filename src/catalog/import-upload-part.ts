import type { Activity } from '../activities/activity.entity.ts'
import { endActivity } from '../activities/end-activity.ts'
import { recordActivityErrors } from '../activities/record-activity-errors.ts'
import { reportActivityProgress } from '../activities/report-activity-progress.ts'
import { takeUpActivity } from '../activities/take-up-activity.ts'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { record } from '../events/record.ts'
import type { CatalogFileRow } from './catalog-file-row.ts'
import { catalogImported } from './catalog.events.ts'
import type { ImportToDo } from './finish-upload.ts'
import { importRows } from './import-rows.ts'
import type { RowProblem } from './offer-rows.rules.ts'

/** Rows of one part: one transaction of a second or two. */
const rowsOfPart = 1000
/** Problems that the event lists; the activity has all of them. */
const mostProblems = 500

/** How far an import has come: the last line that was looked at, and what came of the rows up to it. */
interface Marker {
  line: number
  done: number
  created: number
  updated: number
  unchanged: number
  failed: number
}

const beginning: Marker = { line: 0, done: 0, created: 0, updated: 0, unchanged: 0, failed: 0 }

/**
 * Imports the next rows of a file that was received, in the caller's transaction; false when nothing is left to do. What
 * is done and how far it has come commit together, so that a job that dies goes on behind its last part, and the catalog
 * becomes what it would have become. Ends the activity with its last part. Records `catalog.imported` then.
 */
export async function importUploadPart(ctx: Ctx, activityId: string): Promise<boolean> {
  allow(ctx, Permission.CATALOG_WRITE)
  const activity = await takeUpActivity(ctx, activityId)
  if (!activity) return false
  // Both are what this folder wrote into them.
  const { uploadId, dryRun } = activity.input as ImportToDo
  const marker = (activity.marker as Marker | null) ?? beginning
  const rows = await nextRows(ctx, uploadId, marker.line)
  if (rows.length === 0) return finish(ctx, activity, marker)
  const imported = await importRows(ctx, {
    rows,
    skusInFile: (skus) => skusInUpload(ctx, uploadId, skus),
    earlierLines: (numbers) => earlierLines(ctx, activity, { numbers, before: rows[0]?.line ?? 0 }),
    dryRun,
  })
  await recordActivityErrors(ctx, activityId, imported.problems.map(errorOf))
  const next: Marker = {
    line: rows.at(-1)?.line ?? marker.line,
    done: marker.done + rows.length,
    created: marker.created + imported.created,
    updated: marker.updated + imported.updated,
    unchanged: marker.unchanged + imported.unchanged,
    failed: marker.failed + imported.failed,
  }
  const { line: _line, done, ...counts } = next
  return reportActivityProgress(ctx, activityId, { done, counts, marker: next })
}

const errorOf = ({ line, column, code, message }: RowProblem) => ({
  position: line,
  path: column === '' ? [] : [column],
  code,
  message,
})

async function nextRows(ctx: Ctx, uploadId: string, line: number): Promise<CatalogFileRow[]> {
  const rows = await ctx.em.execute<
    Array<Omit<CatalogFileRow, 'problems'> & { problems: RowProblem[] | null }>
  >(
    `SELECT line, cells, problems FROM catalog_upload_row WHERE seller_id = ? AND upload_id = ? AND line > ?
     ORDER BY line LIMIT ?`,
    [ctx.actor.sellerId, uploadId, line, rowsOfPart],
  )
  return rows.map((row) => ({ ...row, problems: row.problems ?? [] }))
}

async function skusInUpload(ctx: Ctx, uploadId: string, skus: readonly string[]): Promise<string[]> {
  const rows = await ctx.em.execute<Array<{ sku_code: string }>>(
    `SELECT DISTINCT sku_code FROM catalog_upload_row
     WHERE seller_id = ? AND upload_id = ? AND sku_code = ANY (ARRAY[?]::text[])`,
    [ctx.actor.sellerId, uploadId, [...skus]],
  )
  return rows.map((row) => row.sku_code)
}

/** The first good row of each part number before this part: rows without an error of the activity are good. */
async function earlierLines(
  ctx: Ctx,
  activity: Activity,
  { numbers, before }: { numbers: readonly string[]; before: number },
): Promise<Map<string, number>> {
  const { uploadId } = activity.input as ImportToDo
  const rows = await ctx.em.execute<Array<{ part_number: string; line: number }>>(
    `SELECT part_number, min(line) AS line FROM catalog_upload_row r
     WHERE r.seller_id = ? AND r.upload_id = ? AND r.part_number = ANY (ARRAY[?]::text[]) AND r.line < ?
       AND NOT EXISTS (SELECT FROM activity_error e
         WHERE e.seller_id = r.seller_id AND e.activity_id = ? AND e.position = r.line)
     GROUP BY part_number`,
    [ctx.actor.sellerId, uploadId, [...numbers], before, activity.id],
  )
  return new Map(rows.map((row) => [row.part_number, row.line]))
}

async function finish(ctx: Ctx, activity: Activity, marker: Marker): Promise<false> {
  const { uploadId, dryRun } = activity.input as ImportToDo
  const { sellerId } = ctx.actor
  if (!dryRun) {
    const { line: _line, done: rows, ...counts } = marker
    const problems = await firstProblems(ctx, activity.id)
    const subject = { id: uploadId, sellerId, organizationId: null, version: 1 }
    record(ctx, catalogImported, { subject, data: { import: { id: uploadId, rows, ...counts, problems } } })
  }
  await ctx.em.execute('DELETE FROM catalog_upload_row WHERE seller_id = ? AND upload_id = ?', [
    sellerId,
    uploadId,
  ])
  await endActivity(ctx, activity.id)
  return false
}

async function firstProblems(ctx: Ctx, activityId: string): Promise<RowProblem[]> {
  return ctx.em.execute<RowProblem[]>(
    `SELECT position AS line, coalesce(path[1], '') AS column, code, message FROM activity_error
     WHERE seller_id = ? AND activity_id = ? ORDER BY position, ordinal LIMIT ?`,
    [ctx.actor.sellerId, activityId, mostProblems],
  )
}
