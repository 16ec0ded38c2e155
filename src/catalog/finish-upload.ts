import type { Activity } from '../activities/activity.entity.ts'
import { beginActivity } from '../activities/begin-activity.ts'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { refuse } from '../platform/errors.ts'

/** What the job of an import works on. */
export interface ImportToDo {
  uploadId: string
  dryRun: boolean
}

/**
 * A file has come whole: its import begins, as an activity. Refuses an upload that was given up meanwhile (UPLOAD_GONE).
 */
export async function finishUpload(
  ctx: Ctx,
  input: { uploadId: string; sha256: string; rowCount: number },
): Promise<Activity> {
  allow(ctx, Permission.CATALOG_WRITE)
  const { uploadId, sha256, rowCount } = input
  const { sellerId } = ctx.actor
  const [upload] = await ctx.em.execute<Array<{ dry_run: boolean }>>(
    'SELECT dry_run FROM catalog_upload WHERE seller_id = ? AND id = ? AND activity_id IS NULL FOR UPDATE',
    [sellerId, uploadId],
  )
  if (!upload) throw refuse('UPLOAD_GONE', 'The upload was given up meanwhile. Send the file again.')
  const work: ImportToDo = { uploadId, dryRun: upload.dry_run }
  const activity = await beginActivity(ctx, {
    kind: 'CATALOG_IMPORT',
    input: work,
    total: rowCount,
    resumable: true,
  })
  await ctx.em.execute(
    `UPDATE catalog_upload SET activity_id = ?, sha256 = ?, row_count = ?, updated_at = ? WHERE seller_id = ? AND id = ?`,
    [activity.id, sha256, rowCount, ctx.clock.now(), sellerId, uploadId],
  )
  return activity
}
