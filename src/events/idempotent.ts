import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import { keyedHash } from '../platform/secrets.ts'

const keptForDays = 30

interface Stored {
  request_hash: string
  result_id: string | null
}

/** Orders the keys of an object, so that equal inputs have equal hashes. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)]),
  )
}

/**
 * The hash of an input under each master key, the current one first. A plain hash would let whoever reads the table try
 * out what a sensitive answer in it may be.
 */
function requestHashes({ keys }: Ctx, input: unknown): string[] {
  const text = JSON.stringify(input)
  return [keys.encryption, ...(keys.earlierEncryption ?? [])].map((key) =>
    keyedHash(key, 'idempotency', text),
  )
}

/**
 * Runs `work` once per (seller, actor, operation, key), in the caller's transaction; a repeat gets the noun that the
 * first call made, read again, so that it shows what happened since. The same key with another input is refused
 * (IDEMPOTENCY_KEY_REUSED). While the first call is still running, a repeat waits for it, up to `lock_timeout`.
 * Pass `resultId` when the noun's id is known beforehand. Keys are kept for 30 days. A refused first call leaves no key behind: correct the input and use the key again.
 */
export async function idempotent<T extends { id: string }>(
  ctx: Ctx,
  request: { operation: string; input: { idempotencyKey?: string | null | undefined }; resultId?: string },
  steps: { work: () => Promise<T>; replay: (id: string) => Promise<T> },
): Promise<T> {
  const { idempotencyKey: key } = request.input
  if (!key) return steps.work()
  if (key.length > 255)
    throw refuse('IDEMPOTENCY_KEY_INVALID', 'Use at most 255 characters.', ['idempotencyKey'])
  const owner = [ctx.actor.sellerId, ctx.actor.id, request.operation, key]
  const hashes = requestHashes(ctx, canonical(request.input))
  const now = ctx.clock.now()
  const expires = new Date(now.getTime() + keptForDays * 86_400_000)
  const inserted = await ctx.em.execute(
    `INSERT INTO idempotency_key (seller_id, actor_id, operation, key, request_hash, result_id, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING key`,
    [...owner, hashes[0], request.resultId ?? null, now, expires],
  )
  if (inserted.length === 0) {
    const [stored] = await ctx.em.execute<Stored[]>(
      `SELECT request_hash, result_id FROM idempotency_key
       WHERE seller_id = ? AND actor_id = ? AND operation = ? AND key = ?`,
      owner,
    )
    if (!stored || !hashes.includes(stored.request_hash))
      throw refuse('IDEMPOTENCY_KEY_REUSED', 'This key was used with another input. Use a new key.', [
        'idempotencyKey',
      ])
    if (!stored.result_id)
      throw refuse(
        'IDEMPOTENCY_IN_PROGRESS',
        'The first request with this key still runs. Send it again in a moment.',
      )
    return steps.replay(stored.result_id)
  }
  const result = await steps.work()
  if (request.resultId) return result
  await ctx.em.execute(
    `UPDATE idempotency_key SET result_id = ? WHERE seller_id = ? AND actor_id = ? AND operation = ? AND key = ?`,
    [result.id, ...owner],
  )
  return result
}
