import { UnrecoverableError, type Job } from 'bullmq'
import { systemActor } from '../src/access/actor.ts'
import type { Ctx } from '../src/access/ctx.ts'
import { forkFor } from '../src/access/fork-for.ts'
import { addJobs, type JobToAdd } from './add-jobs.ts'
import type { JobParts } from './parts.ts'
import type { JobDefinition, JobRun } from './job.ts'
import { transact } from '../src/platform/transact.ts'

interface Scope {
  readable: string[]
  ancestors: string[]
}

/** The context in which a job works for one seller: the walls stand around that seller alone. */
async function contextOfJob(parts: JobParts, sellerId: string, correlationId: string): Promise<Ctx> {
  const [scope] = await parts.root
    .fork()
    .execute<Scope[]>('SELECT (s).ancestors FROM gate.seller_scope(?) AS s', [sellerId])
  const actor = systemActor({ id: sellerId, ancestors: scope?.ancestors ?? [] })
  return {
    em: forkFor(parts.root, actor, { idleInTransactionMs: 4_000 }),
    actor,
    clock: parts.clock,
    ids: parts.ids,
    log: parts.log.child({ job: correlationId }),
    keys: parts.keys,
    correlationId,
    request: { ip: null, userAgent: null },
    loopbackWebhooks: parts.loopbackWebhooks,
    recorded: [],
    eventsCommitted: parts.eventsCommitted,
  }
}

interface Started {
  starts: number
  status: string
}

async function start(ctx: Ctx, definition: JobDefinition, job: Job): Promise<Started> {
  const now = ctx.clock.now()
  const [row] = await transact(ctx, (unit) =>
    unit.em.execute<Started[]>(
      `INSERT INTO job_run AS r (job_id, seller_id, queue, name, data, status, starts, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?::jsonb, 'RUNNING', 1, ?, ?)
       ON CONFLICT (job_id) DO UPDATE SET
         starts = CASE WHEN r.status IN ('DONE', 'DEAD') THEN r.starts ELSE r.starts + 1 END,
         status = CASE WHEN r.status IN ('DONE', 'DEAD') THEN r.status ELSE 'RUNNING' END,
         updated_at = excluded.updated_at
       RETURNING starts, status`,
      [String(job.id), ctx.actor.sellerId, definition.name, job.name, JSON.stringify(job.data), now, now],
    ),
  )
  if (!row) throw new Error(`job_run of ${String(job.id)} was not written`)
  return row
}

/** False, and nothing is changed, when another worker has done the job meanwhile: what is done stays done. */
async function setStatus(ctx: Ctx, jobId: string, end: { status: string; error?: string }): Promise<boolean> {
  const rows = await ctx.em.execute(
    `UPDATE job_run SET status = ?, last_error = ?, updated_at = ?
     WHERE seller_id = ? AND job_id = ? AND status <> 'DONE' RETURNING job_id`,
    [end.status, end.error?.slice(0, 4000) ?? null, ctx.clock.now(), ctx.actor.sellerId, jobId],
  )
  return rows.length > 0
}

/** A stalled job runs twice at once. The second to finish throws this, which takes its effect back. */
class DoneMeanwhile extends Error {
  override name = 'DoneMeanwhile'
}

/** Does the work of one start and marks the job done: in one commit, unless the job conducts transactions of its own. */
async function work(definition: JobDefinition, data: { sellerId: string }, run: JobRun): Promise<void> {
  const done = (unit: Ctx) => setStatus(unit, run.jobId, { status: 'DONE' })
  if (definition.mode === 'conducts') {
    await definition.run(run.ctx, data, run)
    await run.transact(done)
    return
  }
  await run.transact(async (unit) => {
    await definition.run(unit, data, run)
    await unit.em.flush()
    if (!(await done(unit))) throw new DoneMeanwhile()
  })
}

/**
 * Runs one job: counts its starts in PostgreSQL, does its work, and marks it done in the same commit as its effect.
 * After `maxStarts` starts it becomes a dead letter: kept, visible, and never tried again by itself.
 */
export async function runJob(parts: JobParts, definition: JobDefinition, job: Job): Promise<void> {
  const data = definition.data.parse(job.data)
  const jobId = String(job.id)
  const ctx = await contextOfJob(parts, data.sellerId, jobId)
  const open = <T>(work: (unit: Ctx) => Promise<T>) => transact(ctx, work)
  const enqueue = (jobs: JobToAdd[]) => addJobs(parts.queues, jobs)
  const run = {
    transact: open,
    ctx,
    jobId,
    starts: 1,
    enqueue,
    providers: parts.providers,
    auditExportFile: parts.auditExportFile,
  }
  if (definition.mode === 'wake') return await open((unit) => definition.run(unit, data, run))

  const { starts, status } = await start(ctx, definition, job)
  if (status === 'DONE') return undefined
  if (status === 'DEAD' || starts > definition.maxStarts) {
    await open((unit) =>
      setStatus(unit, jobId, { status: 'DEAD', error: `Gave up after ${starts - 1} starts` }),
    )
    throw new UnrecoverableError(`dead letter after ${starts - 1} starts`)
  }
  try {
    await work(definition, data, { ...run, starts })
  } catch (error) {
    if (error instanceof DoneMeanwhile) return undefined
    const last = starts >= definition.maxStarts || error instanceof UnrecoverableError
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    await open((unit) => setStatus(unit, jobId, { status: last ? 'DEAD' : 'WAITING_RETRY', error: text }))
    ctx.log.warn({ err: error, queue: definition.name, starts, dead: last }, 'job failed')
    if (last && !(error instanceof UnrecoverableError)) throw new UnrecoverableError(text)
    throw error
  }
  return undefined
}
