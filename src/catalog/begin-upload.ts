import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { refuse } from '../platform/errors.ts'
import type { CatalogFormat } from './read-catalog-stream.ts'

/** A file that comes as a stream. */
export interface UploadInput {
  format: CatalogFormat
  dryRun: boolean
  idempotencyKey: string | null
}

/** Where the rows go; `activityId` and `sha256` when the file with this key has come whole before. */
export interface Upload {
  id: string
  activityId: string | null
  sha256: string | null
}

interface StoredUpload {
  id: string
  format: string
  dry_run: boolean
  activity_id: string | null
  sha256: string | null
  updated_at: string | Date
}

/** An upload that brought nothing for so long has broken off. */
const brokenOffMs = 60_000
/** Broken uploads are kept for so long. */
const leftOverMs = 86_400_000

/**
 * Begins to receive a catalog file, or finds the one that came whole under this idempotency key. One that broke off under
 * it is forgotten. Refuses a key that is used for another kind of import (IDEMPOTENCY_KEY_REUSED), and a key whose file is
 * being received right now (IDEMPOTENCY_IN_PROGRESS).
 */
export async function beginUpload(ctx: Ctx, input: UploadInput): Promise<Upload> {
  allow(ctx, Permission.CATALOG_WRITE)
  const { format, dryRun, idempotencyKey: key } = input
  if (key !== null && (key.length === 0 || key.length > 255))
    throw refuse('IDEMPOTENCY_KEY_INVALID', 'Use 1 to 255 characters.', ['idempotencyKey'])
  const now = ctx.clock.now()
  const { sellerId } = ctx.actor
  await ctx.em.execute(
    'DELETE FROM catalog_upload WHERE seller_id = ? AND activity_id IS NULL AND updated_at < ?',
    [sellerId, new Date(now.getTime() - leftOverMs)],
  )
  const known = key === null ? null : await findUpload(ctx, key)
  if (known) {
    if (known.format !== format || known.dry_run !== dryRun)
      throw refuse('IDEMPOTENCY_KEY_REUSED', 'This key was used with another input. Use a new key.', [
        'idempotencyKey',
      ])
    if (known.activity_id) return { id: known.id, activityId: known.activity_id, sha256: known.sha256 }
    if (now.getTime() - new Date(known.updated_at).getTime() < brokenOffMs) throw inProgress()
    await ctx.em.execute('DELETE FROM catalog_upload WHERE seller_id = ? AND id = ?', [sellerId, known.id])
  }
  const id = ctx.ids.next('imp')
  const begun = await ctx.em.execute(
    `INSERT INTO catalog_upload (id, seller_id, request_key, format, dry_run, created_by, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
    [id, sellerId, key, format, dryRun, ctx.actor.id, now, now],
  )
  if (begun.length === 0) throw inProgress()
  return { id, activityId: null, sha256: null }
}

const inProgress = () =>
  refuse('IDEMPOTENCY_IN_PROGRESS', 'The file with this key is being received. Send it again in a minute.')

async function findUpload(ctx: Ctx, key: string): Promise<StoredUpload | null> {
  const [row] = await ctx.em.execute<StoredUpload[]>(
    `SELECT id, format, dry_run, activity_id, sha256, updated_at FROM catalog_upload
     WHERE seller_id = ? AND request_key = ? FOR UPDATE`,
    [ctx.actor.sellerId, key],
  )
  return row ?? null
}
