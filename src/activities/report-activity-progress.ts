import type { Ctx } from '../access/ctx.ts'

/** How far an activity has come, from its beginning: not what was added, so that a repeat counts nothing twice. */
export interface ActivityProgress {
  done: number
  /** As soon as it is known. */
  total?: number
  /** What came of it, by name: `{ created: 3, updated: 97 }`. Absent: as before. */
  counts?: Record<string, number>
  /** Where the job goes on after a stop. Absent: as before. */
  marker?: object
}

/**
 * Stores how far a running activity has come; false when it no longer runs (somebody cancelled it): stop then. One
 * statement: call it once a part, in the transaction that does the part, so that progress, marker and effect are one.
 */
export async function reportActivityProgress(
  ctx: Ctx,
  id: string,
  progress: ActivityProgress,
): Promise<boolean> {
  const { done, total = null, counts, marker } = progress
  const text = (value: object | undefined) => (value ? JSON.stringify(value) : null)
  const rows = await ctx.em.execute(
    `UPDATE activity SET done = ?, total = coalesce(?::integer, total), counts = coalesce(?::jsonb, counts),
       marker = coalesce(?::jsonb, marker), updated_at = ?
     WHERE seller_id = ? AND id = ? AND status = 'RUNNING' RETURNING id`,
    [done, total, text(counts), text(marker), ctx.clock.now(), ctx.actor.sellerId, id],
  )
  return rows.length > 0
}
