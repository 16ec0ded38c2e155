import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { refuse } from '../platform/errors.ts'
import type { CatalogFileRow } from './catalog-file-row.ts'

/**
 * Stores the next rows of a file that is received. Two statements for any number. Refuses an upload that was taken for
 * broken off and given up meanwhile (UPLOAD_GONE).
 */
export async function storeUploadRows(
  ctx: Ctx,
  input: { uploadId: string; rows: readonly CatalogFileRow[] },
): Promise<void> {
  allow(ctx, Permission.CATALOG_WRITE)
  const { uploadId, rows } = input
  const { sellerId } = ctx.actor
  const found = await ctx.em.execute(
    'UPDATE catalog_upload SET updated_at = ? WHERE seller_id = ? AND id = ? AND activity_id IS NULL RETURNING id',
    [ctx.clock.now(), sellerId, uploadId],
  )
  if (found.length === 0)
    throw refuse('UPLOAD_GONE', 'The upload was given up meanwhile. Send the file again.')
  const stored = rows.map(({ line, cells, problems }) => ({
    line,
    cells,
    problems: problems.length > 0 ? problems : null,
    part_number: (cells['vendorPartNumber'] ?? '').slice(0, 200),
    sku_code: (cells['skuCode'] ?? '').slice(0, 200),
  }))
  await ctx.em.execute(
    `INSERT INTO catalog_upload_row (seller_id, upload_id, line, cells, problems, part_number, sku_code)
     SELECT ?, ?, line, cells, nullif(problems, 'null'), part_number, sku_code FROM jsonb_to_recordset(?::jsonb)
       AS fresh (line integer, cells jsonb, problems jsonb, part_number text, sku_code text)`,
    [sellerId, uploadId, JSON.stringify(stored)],
  )
}
