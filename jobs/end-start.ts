import type { Ctx } from '../src/access/ctx.ts'
import type { Run } from './begin-start.ts'
import { failureKind } from './failure-kind.rules.ts'
import { giveUp } from './give-up.ts'
import { nextStart } from './next-start.rules.ts'
import { mostGivenBack, outageDelay, retryDelay, spread } from './retry-delay.rules.ts'

const slackMs = 20_000

/** One start of a job: whoever holds another number of it is a zombie, and changes nothing. */
export interface Start {
  run: Run
  starts: number
}

/** What becomes of the job after a failed start; null when somebody else has taken the job over meanwhile. */
export type AfterFailure = { dead: true } | { dead: false; delayMs: number } | null

/**
 * Marks the job done, in the caller's transaction. False, and nothing is changed, for a zombie: a start whose deadline
 * has passed, or after which another one has begun.
 */
export async function markDone(ctx: Ctx, { run, starts }: Start): Promise<boolean> {
  const rows = await ctx.em.execute(
    `UPDATE job_run SET status = 'DONE', last_error = NULL, updated_at = ?, expected_by = NULL
     WHERE seller_id = ? AND job_id = ? AND starts = ? AND status = 'RUNNING' RETURNING job_id`,
    [ctx.clock.now(), ctx.actor.sellerId, run.runId, starts],
  )
  return rows.length > 0
}

/** Holds the row of a start until its transaction ends: as long as it is held, the start lives. False for a zombie. */
export async function holdStart(ctx: Ctx, { run, starts }: Start): Promise<boolean> {
  const rows = await ctx.em.execute(
    `SELECT job_id FROM job_run WHERE seller_id = ? AND job_id = ? AND starts = ? AND status = 'RUNNING' FOR UPDATE`,
    [ctx.actor.sellerId, run.runId, starts],
  )
  return rows.length > 0
}

/** Puts off a job that may not start now; its starts stay as they are, and it does not count as forgotten. */
export async function putOff(ctx: Ctx, runId: string): Promise<void> {
  await ctx.em.execute(
    `UPDATE job_run SET expected_by = ? WHERE seller_id = ? AND job_id = ? AND status IN ('RUNNING', 'WAITING_RETRY')`,
    [new Date(ctx.clock.now().getTime() + slackMs), ctx.actor.sellerId, runId],
  )
}

interface Wait {
  starts: number
  givenBack: number
  delayMs: number
}

async function waitForRetry(ctx: Ctx, start: Start, how: Wait & { error: string }): Promise<boolean> {
  const now = ctx.clock.now()
  const rows = await ctx.em.execute(
    `UPDATE job_run SET status = 'WAITING_RETRY', starts = ?, given_back = ?, last_error = ?, updated_at = ?,
       last_failed_at = ?, first_failed_at = coalesce(first_failed_at, ?), expected_by = ?
     WHERE seller_id = ? AND job_id = ? AND starts = ? AND status = 'RUNNING' RETURNING job_id`,
    [
      how.starts,
      how.givenBack,
      how.error.slice(0, 4000),
      now,
      now,
      now,
      new Date(now.getTime() + how.delayMs + slackMs),
      ctx.actor.sellerId,
      start.run.runId,
      start.starts,
    ],
  )
  return rows.length > 0
}

/**
 * Stores that a start failed and decides what follows, in the caller's transaction. An outage gives the start back; the
 * work's own failures become a dead letter when its starts are used up.
 */
export async function storeFailure(ctx: Ctx, start: Start, error: unknown): Promise<AfterFailure> {
  const { run, starts } = start
  const [row] = await ctx.em.execute<Array<{ given_back: number }>>(
    'SELECT given_back FROM job_run WHERE seller_id = ? AND job_id = ? FOR UPDATE',
    [ctx.actor.sellerId, run.runId],
  )
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const given = row?.given_back ?? 0
  const random = ctx.ids.bytes(4).readUInt32BE() / 2 ** 32
  const outage = failureKind(error) === 'OUTAGE' && given < mostGivenBack
  const failed = { status: 'WAITING_RETRY', starts, crashes: 0 } as const
  if (!outage && (run.decide ?? nextStart)(failed) === 'BURY') {
    const buried = await giveUp(ctx, start, text)
    return buried ? { dead: true } : null
  }
  const how = outage
    ? { starts: starts - 1, givenBack: given + 1, delayMs: outageDelay(given + 1) }
    : { starts, givenBack: 0, delayMs: retryDelay(starts, run.definition.firstRetryMs) }
  const delayMs = spread(how.delayMs, random)
  const waits = await waitForRetry(ctx, start, { ...how, delayMs, error: text })
  return waits ? { dead: false, delayMs } : null
}
