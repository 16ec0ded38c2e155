import type { z } from 'zod'
import type { Ctx } from '../src/access/ctx.ts'
import type { Erp } from '../src/erp/erp-port.ts'
import type { Mailer } from '../src/notifications/mail-port.ts'
import type { WorkMeter } from '../src/platform/work-meter.ts'
import type { CloudProvider } from '../src/subscriptions/cloud-provider.ts'
import type { EventQueries } from '../src/webhooks/event-query-port.ts'
import type { JobToAdd } from './add-jobs.ts'

/** What a job's code gets beside its data. */
export interface JobRun {
  /** For jobs that call the outside world: opens a short transaction of its own, as often as needed. */
  transact: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>
  /** The first context, outside any transaction: time, ids, log. */
  ctx: Ctx
  jobId: string
  /** How often this job has been started, this time included. */
  starts: number
  /** Aborted when the job's deadline has passed: what it still does is in vain. Hand it to what waits. */
  signal: AbortSignal
  /** Adds jobs that follow. Call it after the commit that makes them necessary: the reconciler is the net in between. */
  enqueue: (jobs: JobToAdd[]) => Promise<void>
  /** The clouds that lines are provisioned in, by vendor key; `default` takes what no other does. */
  providers: ReadonlyMap<string, CloudProvider>
  /** Where signed heads of audit chains are appended. */
  auditExportFile: string
  /** Days that an untouched draft lives, and days before its end that it is announced. */
  draftLife: { days: number; noticeDays: number }
  /** Days before its day that a renewal is told. */
  renewalNoticeDays: number
  /** The API, as the stored queries of webhook endpoints ask it; absent: nobody answers. */
  eventQueries?: EventQueries | undefined
  /** The ERPs that orders are pushed into; absent: nothing is pushed. */
  erp?: Erp | undefined
  /** Who sends mails, and how many days links in them work; absent: nobody is told by mail. */
  mail?: MailParts | undefined
  /** Counts what is done; absent: nobody asks. */
  meter?: WorkMeter | undefined
}

/** What mails need. */
export interface MailParts {
  mailer: Mailer
  /** How many days links in mails work. */
  linkDays: number
}

/** What a job has done once its transaction commits: a second job for the same does nothing. */
export interface Effect {
  /** What is done, to what: `terms-record:ord_...`. */
  key: string
  /** The version of the subject that asked for it: asked again on another version, it is done again. */
  version: number
}

/** A kind of job: its queue, its data, and what it does. One file per job. */
export interface JobDefinition<T extends { sellerId: string } = { sellerId: string }> {
  /** Also the name of its queue: one queue per kind of work, so that no kind blocks another. */
  name: string
  data: z.ZodType<T>
  concurrency: number
  /**
   * `once`: `run` is one transaction, which also marks the job done: its effect happens exactly once.
   * `conducts`: `run` calls the outside world between transactions of its own and is idempotent by itself.
   * `wake`: as `once`, but the job has no identity: it does whatever waits, and finds nothing when repeated. Its starts
   * are counted for its seller, and forgotten when one succeeds.
   * `pump`: as `conducts`, but its starts are not counted: what it works on is leased in PostgreSQL, and says itself how
   * often that was in vain. It is no dead letter ever, and a start of it costs PostgreSQL nothing.
   */
  mode: 'once' | 'conducts' | 'wake' | 'pump'
  /** How long one start may take; a minute when absent. */
  deadlineMs?: number
  /** How long after its worker's death a job is handed to another; 15 seconds when absent. */
  lockMs?: number
  /** The wait after the first failed start; 15 seconds when absent. Later waits grow from it. */
  firstRetryMs?: number
  /** For `once`: names the effect, or answers null where the state that `run` finds under its lock is the only fence. */
  effect?(data: T): Effect | null
  /** A method, as `effect` is: the runner hands it what `data` has read, so each job is a definition for the runner. */
  run(ctx: Ctx, data: T, run: JobRun): Promise<void>
  /** For `pump`: what follows when it fails, besides the reconciler. */
  failed?(data: T, run: Pick<JobRun, 'ctx' | 'enqueue'>): Promise<void>
  /** Tells what waits for the job that it was given up, in the transaction that makes it a dead letter. */
  buried?(ctx: Ctx, data: T): Promise<void>
}

/** Declares a job. */
export function defineJob<T extends { sellerId: string }>(definition: JobDefinition<T>): JobDefinition<T> {
  return definition
}
