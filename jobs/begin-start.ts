import type { Ctx } from '../src/access/ctx.ts'
import type { JobDefinition } from './job.ts'
import { nextStart, type EarlierStarts, type NextStart } from './next-start.rules.ts'

/** What a queue may need beyond a deadline before a run counts as forgotten. */
const slackMs = 20_000

/** One job as PostgreSQL knows it, whatever its ids in the queue are. */
export interface Run {
  definition: JobDefinition
  runId: string
  data: unknown
  /** Another rule than the usual one. */
  decide?: ((earlier: EarlierStarts) => NextStart) | undefined
}

/**
 * What came of the wish to start. `started`: the start is counted, and `starts` is its number. `ELSEWHERE`: a wake that
 * is at work right now; whatever waits is its to do.
 */
export interface Begun {
  next: NextStart | 'ELSEWHERE'
  started: boolean
  starts: number
}

/** The text of job data for a jsonb column, which stores no NUL. */
function dataText(data: unknown): string {
  return (JSON.stringify(data) ?? 'null').replaceAll(String.raw`\u0000`, String.raw`\ufffd`)
}

/** Until when a start has ended, or its queue has handed the job over again. */
function expectedBy(definition: JobDefinition, now: Date): Date {
  const { deadlineMs = 60_000, lockMs = 15_000 } = definition
  return new Date(now.getTime() + deadlineMs + 2 * lockMs + slackMs)
}

/** Counts the first start. False when there was another before. */
async function countFirst(ctx: Ctx, run: Run): Promise<boolean> {
  const { definition, runId, data } = run
  const now = ctx.clock.now()
  const { sellerId } = ctx.actor
  const rows = await ctx.em.execute(
    `INSERT INTO job_run (id, job_id, seller_id, queue, name, data, status, starts, created_at, updated_at, expected_by)
     VALUES (?, ?, ?, ?, ?, ?::jsonb, 'RUNNING', 1, ?, ?, ?) ON CONFLICT (job_id) DO NOTHING RETURNING job_id`,
    [
      ctx.ids.next('job'),
      runId,
      sellerId,
      definition.name,
      definition.name,
      dataText(data),
      now,
      now,
      expectedBy(definition, now),
    ],
  )
  return rows.length > 0
}

/** Counts the first start of a wake after one that succeeded. Its row is locked. */
async function countAnew(ctx: Ctx, { definition, runId }: Run): Promise<void> {
  const now = ctx.clock.now()
  await ctx.em.execute(
    `UPDATE job_run SET status = 'RUNNING', starts = 1, crashes = 0, alone = false, given_back = 0, last_error = NULL,
       updated_at = ?, expected_by = ? WHERE seller_id = ? AND job_id = ?`,
    [now, expectedBy(definition, now), ctx.actor.sellerId, runId],
  )
}

/**
 * Locks the earlier starts of a job. A wake that is at work holds its row until it commits: its row is passed over, so
 * that nobody takes a wake for dead that lives, however long it takes.
 */
async function lockEarlier(ctx: Ctx, { definition, runId }: Run): Promise<EarlierStarts | undefined> {
  const [earlier] = await ctx.em.execute<EarlierStarts[]>(
    `SELECT status, starts, crashes FROM job_run WHERE seller_id = ? AND job_id = ?
     FOR UPDATE ${definition.mode === 'wake' ? 'SKIP LOCKED' : ''}`,
    [ctx.actor.sellerId, runId],
  )
  return earlier
}

/**
 * Counts a start in PostgreSQL before any work is done, if the job may start in the way that is `asked`; else says what
 * is to happen instead. In the caller's transaction.
 */
export async function beginStart(ctx: Ctx, run: Run, asked: NextStart): Promise<Begun> {
  if (asked === 'FREELY' && (await countFirst(ctx, run))) return { next: asked, started: true, starts: 1 }
  const isWake = run.definition.mode === 'wake'
  const earlier = await lockEarlier(ctx, run)
  if (!earlier && isWake) return { next: 'ELSEWHERE', started: false, starts: 0 }
  if (!earlier) throw new Error(`The run of job ${run.runId} belongs to another seller, or has vanished.`)
  if (isWake && asked === 'FREELY' && earlier.status === 'DONE') {
    await countAnew(ctx, run)
    return { next: asked, started: true, starts: 1 }
  }
  const next = (run.decide ?? nextStart)(earlier)
  const { starts } = earlier
  if (next !== asked) return { next, started: false, starts }
  const now = ctx.clock.now()
  await ctx.em.execute(
    `UPDATE job_run SET starts = starts + 1, crashes = crashes + CASE status WHEN 'RUNNING' THEN 1 ELSE 0 END,
       status = 'RUNNING', alone = ?, updated_at = ?, expected_by = ?
     WHERE seller_id = ? AND job_id = ?`,
    [next === 'ALONE', now, expectedBy(run.definition, now), ctx.actor.sellerId, run.runId],
  )
  return { next, started: true, starts: starts + 1 }
}
