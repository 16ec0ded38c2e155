import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import { jobDeadLettered } from './dead-letters.events.ts'

interface Buried {
  id: string
  queue: string
  name: string
  subject_id: string | null
  starts: number
  retries: number
  has_seller: boolean
}

const longestError = 4000
const longestTold = 300

/** A job that was given up: its dead letter, and what it was about. */
export interface BuriedJob {
  id: string
  subjectId: string | null
}

/**
 * Makes a job's run a dead letter and records `job.dead_lettered` for its seller; null, and nothing is changed, when the
 * run has moved on meanwhile: `starts` says which start it is about.
 */
export async function buryJob(
  ctx: Ctx,
  given: { jobId: string; starts: number; error: string },
): Promise<BuriedJob | null> {
  const now = ctx.clock.now()
  const error = given.error.slice(0, longestError)
  const [run] = await ctx.em.execute<Buried[]>(
    `UPDATE job_run SET status = 'DEAD', last_error = ?, updated_at = ?, last_failed_at = ?,
       first_failed_at = coalesce(first_failed_at, ?)
     WHERE seller_id = ? AND job_id = ? AND starts = ? AND status IN ('RUNNING', 'WAITING_RETRY')
     RETURNING id, queue, name, subject_id, starts, retries,
       EXISTS (SELECT FROM organization o WHERE o.id = job_run.seller_id) AS has_seller`,
    [error, now, now, now, ctx.actor.sellerId, given.jobId, given.starts],
  )
  if (!run) return null
  const { id, queue, name, subject_id: subjectId, starts, retries } = run
  // Nobody hears the events of a seller that does not exist.
  if (!run.has_seller) return { id, subjectId }
  const [firstLine = ''] = error.split('\n')
  record(ctx, jobDeadLettered, {
    subject: { id, sellerId: ctx.actor.sellerId, organizationId: null, version: 2 * retries + 1 },
    data: { job: { id, queue, name, subjectId, starts }, error: firstLine.slice(0, longestTold) },
  })
  return { id, subjectId }
}
