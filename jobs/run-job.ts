import { UnrecoverableError, type Job } from 'bullmq'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ctx } from '../src/access/ctx.ts'
import { RunAgain } from '../src/platform/queues.ts'
import { transact } from '../src/platform/transact.ts'
import { addJobs, type JobToAdd } from './add-jobs.ts'
import { beforeDeadline } from './before-deadline.ts'
import { beginStart, type Begun, type Run } from './begin-start.ts'
import { contextOfJob } from './context-of-job.ts'
import { createCompany } from './company.ts'
import { doWork, usualDeadlineMs } from './do-work.ts'
import { putOff, storeFailure, type AfterFailure, type Start } from './end-start.ts'
import { failureKind } from './failure-kind.rules.ts'
import { followedBy } from './followed-by.ts'
import type { JobDefinition, JobRun } from './job.ts'
import type { NextStart } from './next-start.rules.ts'
import type { JobParts } from './parts.ts'
import { outageDelay } from './retry-delay.rules.ts'
import { giveUp } from './give-up.ts'
import { inSuspectLane } from './suspect-lane.ts'
import { watchJob } from './watch-job.ts'

/** How soon a suspect asks again for the lane, and how long the last start waits to be alone. */
const laneEveryMs = 1000
const aloneWithinMs = 20_000
/** How long a failure waits for the database to store it in. */
const storeTries = 20
const storeEveryMs = 1000

/** One job at work: where, as whom, on what. */
interface Task {
  parts: JobParts
  ctx: Ctx
  run: Run
  data: { sellerId: string }
}

const firstLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n')[0]

/** While the database is away nothing can be stored: the job is held until it is back, else the start would count. */
async function storeWhenPossible(task: Task, start: Start, error: unknown): Promise<AfterFailure> {
  for (let tries = 1; ; tries++) {
    try {
      return await transact(task.ctx, (unit) => storeFailure(unit, start, error))
    } catch (fault) {
      if (tries === storeTries || failureKind(fault) !== 'OUTAGE') throw fault
      await sleep(storeEveryMs)
    }
  }
}

/** What the work gets beside its data. */
function jobRunOf({ parts, ctx, run }: Task, starts: number): Omit<JobRun, 'signal'> {
  return {
    transact: (unit) => transact(ctx, unit),
    ctx,
    jobId: run.runId,
    starts,
    enqueue: (jobs: JobToAdd[]) => addJobs(parts.queues, followedBy(ctx.traceparent, jobs)),
    providers: parts.providers,
    auditExportFile: parts.auditExportFile,
    draftLife: parts.draftLife,
    renewalNoticeDays: parts.renewalNoticeDays,
    mail: parts.mail,
    erp: parts.erp,
    eventQueries: parts.eventQueries,
    meter: parts.meter,
  }
}

/**
 * A job whose starts nobody counts. One that says nothing that its definition understands is dropped; one that fails is
 * over: a try of its queue's own would hold up every wake that comes meanwhile, and the reconciler finds what waits.
 */
async function pumpOnce(task: Task, isReadable: boolean): Promise<void> {
  const { ctx, run, data } = task
  const { definition } = run
  if (!isReadable)
    throw new UnrecoverableError(`${definition.name}: the job says nothing that can be worked on.`)
  const jobRun = jobRunOf(task, 1)
  try {
    await beforeDeadline(definition.deadlineMs ?? usualDeadlineMs, (signal) =>
      definition.run(ctx, data, { ...jobRun, signal }),
    )
  } catch (error) {
    ctx.log.warn({ err: error, queue: definition.name }, 'pump failed')
    await definition.failed?.(data, jobRun)
  }
}

async function work(task: Task, start: Start): Promise<void> {
  const { ctx, run, data } = task
  try {
    await doWork(start, data, jobRunOf(task, start.starts))
  } catch (error) {
    const after = await storeWhenPossible(task, start, error)
    ctx.log.warn({ err: error, queue: run.definition.name, starts: start.starts, ...after }, 'job failed')
    if (after?.dead) throw new UnrecoverableError(firstLine(error))
    if (after) throw new RunAgain(firstLine(error) ?? '', after.delayMs, { cause: error })
  }
}

/** Starts and works, if the job may start in the way that is asked; else says what is to happen instead. */
async function startAs(task: Task, asked: NextStart): Promise<Begun> {
  const { ctx, run } = task
  const begun = await transact(ctx, (unit) => beginStart(unit, run, asked))
  if (begun.started) await work(task, { run, starts: begun.starts })
  return begun
}

/** A suspect starts as the only one of its queue; on its last start nothing else runs in the process. */
async function startSuspect(task: Task, asked: NextStart): Promise<Begun> {
  const { parts, ctx, run } = task
  const company = parts.company ?? createCompany()
  const { name: queue, lockMs = 15_000 } = run.definition
  const start = () => startAs(task, asked)
  const begun = await inSuspectLane(parts, { queue, runId: run.runId, leaseMs: lockMs }, () =>
    asked === 'ALONE' ? company.alone(start, aloneWithinMs) : company.among(start),
  )
  if (begun && (begun.started || begun.next !== 'FREELY')) return begun
  await transact(ctx, (unit) => putOff(unit, run.runId))
  throw new RunAgain('Waits until no other suspect runs.', laneEveryMs)
}

/** A dead letter that a queue hands over all the same, because somebody retried it there or it was lost and came back. */
function refuse(task: Task): void {
  const { definition, runId } = task.run
  const sentence = `${runId} is a dead letter: retry it with the mutation jobDeadLetterRetry, not in its queue.`
  task.ctx.log.warn({ queue: definition.name }, sentence)
  if (definition.mode !== 'wake') throw new UnrecoverableError(sentence)
}

async function bury(task: Task, starts: number): Promise<void> {
  const { ctx, run } = task
  const error = `JOB_WORKER_LOST: its worker died, hung or was stopped in the last of ${starts} starts. Look at the worker's log.`
  await transact(ctx, (unit) => giveUp(unit, { run, starts }, error))
  ctx.log.error({ queue: run.definition.name, starts }, 'job buried: it took its worker down')
  throw new UnrecoverableError(error)
}

async function settle(task: Task, { next, started, starts }: Begun): Promise<void> {
  if (started || next === 'SKIP' || next === 'ELSEWHERE') return
  if (next === 'REFUSE') return refuse(task)
  if (next === 'BURY') return bury(task, starts)
  const suspect = await startSuspect(task, next)
  if (suspect.started || suspect.next === 'SKIP' || suspect.next === 'ELSEWHERE') return
  if (suspect.next === 'BURY') return bury(task, suspect.starts)
  throw new RunAgain('Was started elsewhere meanwhile.', laneEveryMs)
}

/** A job that can never work is a dead letter at once: it says nothing that its definition understands. */
async function buryUnreadable(task: Task, error: string): Promise<void> {
  const { ctx, run } = task
  const { started } = await transact(ctx, async (unit) => {
    const begun = await beginStart(unit, run, 'FREELY')
    if (begun.started) await giveUp(unit, { run, starts: begun.starts }, error)
    return begun
  })
  ctx.log.error({ queue: run.definition.name, job: run.runId, buried: started }, error)
  throw new UnrecoverableError(error)
}

interface JobData {
  sellerId?: unknown
  /** The run that the job continues, where its id in the queue is another. */
  runId?: unknown
}

/** A job as its queue hands it over, and the span of this start. */
interface HandedOver {
  definition: JobDefinition
  job: Job
  traceparent: string | undefined
}

async function takeUp(parts: JobParts, { definition, job, traceparent }: HandedOver): Promise<void> {
  const { runId: continued, ...rest } = Object(job.data) as JobData
  const { ctx: untraced, known } = await contextOfJob(parts, rest.sellerId, String(job.id))
  const ctx = traceparent ? { ...untraced, traceparent } : untraced
  const ownId = typeof continued === 'string' ? continued : String(job.id)
  const runId = definition.mode === 'wake' ? `${definition.name}.${ctx.actor.sellerId}` : ownId
  const read = definition.data.safeParse(rest)
  const run = { definition, runId, data: rest, decide: parts.nextStart }
  const task = { parts, ctx, run, data: read.data ?? { sellerId: ctx.actor.sellerId } }
  if (definition.mode === 'pump') return pumpOnce(task, read.success && known)
  if (!read.success)
    return buryUnreadable(
      task,
      `JOB_DATA_INVALID: ${read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
    )
  if (!known) return buryUnreadable(task, `JOB_SELLER_UNKNOWN: there is no seller ${read.data.sellerId}.`)
  const company = parts.company ?? createCompany()
  await settle(task, await company.among(() => startAs(task, 'FREELY')))
}

/**
 * Runs one job: counts its start in PostgreSQL, does its work, and marks it done in the same commit as its effect.
 * A job whose starts are used up becomes a dead letter: kept, visible, and not tried again until somebody asks for it.
 * Throws what its queue understands: `RunAgain` with the wait, or UnrecoverableError for a dead letter.
 */
export async function runJob(parts: JobParts, definition: JobDefinition, job: Job): Promise<void> {
  const watch = watchJob(parts, definition, job)
  try {
    await takeUp(parts, { definition, job, traceparent: watch.traceparent })
    watch.end()
  } catch (error) {
    watch.end(error)
    if (error instanceof RunAgain || error instanceof UnrecoverableError) throw error
    parts.log.error({ err: error, queue: definition.name, job: job.id }, 'job could not be started or ended')
    throw new RunAgain(firstLine(error) ?? '', outageDelay(job.attemptsMade + 1), { cause: error })
  }
}
