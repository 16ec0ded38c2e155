import type { Ctx } from '../access/ctx.ts'

/** Why one item was left out. */
export interface ActivityItemError {
  /** The line of the file, or the place of the item in the list, from 1; 0: the whole. */
  position: number
  /** What exactly is wrong: a column, or the path of a field. Absent: the item as such. */
  path?: readonly string[]
  code: string
  message: string
}

const longestMessage = 1000

/**
 * Adds errors of items to an activity: one statement for all of a part, in the transaction that does the part. Errors
 * of one position come in one call; recorded again, they are not added again.
 */
export async function recordActivityErrors(
  ctx: Ctx,
  id: string,
  errors: readonly ActivityItemError[],
): Promise<void> {
  if (errors.length === 0) return
  const rows = [...Map.groupBy(errors, ({ position }) => position).values()].flatMap((group) =>
    group.map(({ position, path = [], code, message }, ordinal) => ({
      position,
      ordinal,
      path,
      code,
      message: message.slice(0, longestMessage),
    })),
  )
  await ctx.em.execute(
    `WITH added AS (
       INSERT INTO activity_error (seller_id, activity_id, position, ordinal, path, code, message)
       SELECT ?, ?, e.position, e.ordinal, e.path, e.code, e.message
       FROM jsonb_to_recordset(?::jsonb) AS e (position integer, ordinal integer, path text[], code text, message text)
       ON CONFLICT DO NOTHING RETURNING 1)
     UPDATE activity SET error_count = error_count + (SELECT count(*) FROM added), updated_at = ?
     WHERE seller_id = ? AND id = ?`,
    [ctx.actor.sellerId, id, JSON.stringify(rows), ctx.clock.now(), ctx.actor.sellerId, id],
  )
}
