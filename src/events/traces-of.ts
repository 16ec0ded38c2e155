import type { Ctx } from '../access/ctx.ts'
import { isSameTrace } from '../platform/trace-context.rules.ts'

/**
 * The spans that the newest events of subjects belong to, by subject: for a batch that serves many traces at once, so
 * that what it records of each follows from that one. A subject of the batch's own trace is left out: what is recorded
 * of it follows from the batch. Asks nothing where nothing is traced.
 */
export async function tracesOf(
  ctx: Ctx,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (!ctx.tracing || subjectIds.length === 0) return new Map()
  const rows = await ctx.em.execute<Array<{ subject_id: string; traceparent: string }>>(
    `SELECT DISTINCT ON (subject_id) subject_id, traceparent FROM outbox_event
     WHERE seller_id = ? AND subject_id = ANY (string_to_array(?, ',')) AND traceparent IS NOT NULL
     ORDER BY subject_id, subject_version DESC, id DESC`,
    [ctx.actor.sellerId, subjectIds.join()],
  )
  const others = rows.filter(({ traceparent }) => !isSameTrace(traceparent, ctx.traceparent))
  return new Map(others.map(({ subject_id: id, traceparent }) => [id, traceparent]))
}
