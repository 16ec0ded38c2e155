import type { Ctx } from '../src/access/ctx.ts'
import { beforeDeadline } from './before-deadline.ts'
import { holdStart, markDone, type Start } from './end-start.ts'
import type { Effect, JobRun } from './job.ts'

/** How long one start may take where its definition says nothing. */
export const usualDeadlineMs = 60_000

/** Another worker does the job too, or has done it. The later one throws this, which takes its effect back. */
class DoneMeanwhile extends Error {
  override name = 'DoneMeanwhile'
}

/** False when another job has had this effect already; one that is about to have it is waited for. */
async function recordEffect(ctx: Ctx, effect: Effect, { run, starts }: Start): Promise<boolean> {
  const rows = await ctx.em.execute(
    `INSERT INTO job_effect (seller_id, effect_key, version, job_id, start, done_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING RETURNING version`,
    [ctx.actor.sellerId, effect.key, effect.version, run.runId, starts, ctx.clock.now()],
  )
  return rows.length > 0
}

async function inOneCommit(start: Start, data: { sellerId: string }, jobRun: JobRun): Promise<void> {
  const { definition } = start.run
  const effect = definition.effect?.(data) ?? null
  await jobRun.transact(async (unit) => {
    if (definition.mode === 'wake' && !(await holdStart(unit, start))) throw new DoneMeanwhile()
    if (!effect || (await recordEffect(unit, effect, start))) await definition.run(unit, data, jobRun)
    await unit.em.flush()
    if (!(await markDone(unit, start))) throw new DoneMeanwhile()
  })
}

/**
 * Does the work of one start, and marks the job done: in one commit, unless the job conducts transactions of its own,
 * each of which its verbs fence by the state that they find. A start that is not the current one changes nothing.
 */
export async function doWork(
  start: Start,
  data: { sellerId: string },
  jobRun: Omit<JobRun, 'signal'>,
): Promise<void> {
  const { definition } = start.run
  const work = async (signal: AbortSignal) => {
    const withSignal = { ...jobRun, signal }
    if (definition.mode !== 'conducts') return inOneCommit(start, data, withSignal)
    await definition.run(jobRun.ctx, data, withSignal)
    await jobRun.transact((unit) => markDone(unit, start))
  }
  try {
    await beforeDeadline(definition.deadlineMs ?? usualDeadlineMs, work)
  } catch (error) {
    if (!(error instanceof DoneMeanwhile)) throw error
  }
}
