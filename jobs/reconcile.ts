import type { ActivityKind } from '../src/activities/activity.entity.ts'
import { activityJobs } from './activity-jobs.ts'
import { addJobs } from './add-jobs.ts'
import { addForgottenRuns } from './forgotten-runs.ts'
import type { JobParts } from './parts.ts'
import { pumpJobOf, pumpQueue } from './pump-job.ts'
import { reportRepairs } from './report-repairs.ts'
import { addWaitingTimers } from './waiting-timers.ts'

/** How long something may wait before it counts as forgotten, and how often we look. */
const patience = { usual: 15_000, atStart: 0 }
const everyMs = 15_000
const atOnce = 500

interface Waiting {
  kind: string
  seller_id: string
  subject_id: string
}

/** Under which name a job expects its subject, where it is not `subjectId`. */
const subjectIs: Record<string, string> = { 'notification-fan-out': 'eventId', 'webhook-fan-out': 'eventId' }

/** The vendors whose lines these workers deliver; null: all. Lines of others wait for a person. */
function vendorsOf({ providers }: JobParts): string | null {
  return providers.has('default') ? null : [...providers.keys()].join(',')
}

/** Activities that have not ended and that no run knows, each under the name of its job. */
async function waitingActivities(parts: JobParts, patienceMs: number): Promise<Waiting[]> {
  const rows = await parts.root
    .fork()
    .execute<Array<Waiting & { kind: ActivityKind }>>('SELECT * FROM gate.waiting_activities(?, ?)', [
      new Date(parts.clock.now().getTime() - patienceMs),
      atOnce,
    ])
  return rows.flatMap((row) => {
    const job = activityJobs[row.kind]
    return job ? [{ ...row, kind: job }] : []
  })
}

/** Events that people were not told of, and mails that nobody sends. */
async function waitingNotifications(parts: JobParts, patienceMs: number): Promise<Waiting[]> {
  return parts.root
    .fork()
    .execute<Waiting[]>('SELECT * FROM gate.waiting_notifications(?, ?)', [
      new Date(parts.clock.now().getTime() - patienceMs),
      atOnce,
    ])
}

/** Orders that are to go into an ERP, and tests of connections, in nobody's hands. */
async function waitingErp(parts: JobParts, patienceMs: number): Promise<Waiting[]> {
  return parts.root
    .fork()
    .execute<Waiting[]>('SELECT * FROM gate.waiting_erp(?, ?)', [
      new Date(parts.clock.now().getTime() - patienceMs),
      atOnce,
    ])
}

/**
 * Starts again whatever PostgreSQL says must go on and nobody works on: a queue may be wiped at any time and nothing
 * is lost but half a minute. The job's id holds the quarter of a minute, so that many processes add it once, and a fresh one
 * each time, because a queue ignores an id that it still remembers. Dead letters stay dead until somebody retries them.
 * Answers how much of each kind.
 */
async function startAgain(parts: JobParts, patienceMs: number): Promise<Map<string, number>> {
  const now = parts.clock.now().getTime()
  const slot = Math.floor(now / everyMs)
  const waiting = await parts.root
    .fork()
    .execute<Waiting[]>("SELECT * FROM gate.waiting_work(?, ?, string_to_array(?, ','))", [
      new Date(now - patienceMs),
      atOnce,
      vendorsOf(parts),
    ])
  waiting.push(...(await waitingActivities(parts, patienceMs)))
  waiting.push(...(await waitingNotifications(parts, patienceMs)))
  waiting.push(...(await waitingErp(parts, patienceMs)))
  const [pumps, others] = [true, false].map((isPump) =>
    waiting.filter(({ kind }) => (kind === pumpQueue) === isPump),
  )
  await addJobs(
    parts.queues,
    (pumps ?? []).map(({ seller_id: sellerId, subject_id: endpointId }) =>
      pumpJobOf({ sellerId, endpointId }),
    ),
  )
  for (const [kind, group] of Map.groupBy(others ?? [], (work) => work.kind))
    await parts.queues.queue(kind).addBulk(
      group.map(({ seller_id, subject_id }) => ({
        name: kind,
        data: { sellerId: seller_id, [subjectIs[kind] ?? 'subjectId']: subject_id },
        opts: { jobId: `${subject_id}.${kind}.again-${slot}` },
      })),
    )
  const timers = await addWaitingTimers(parts, { patienceMs, slot })
  const forgotten = await addForgottenRuns(parts)
  const repairs = new Map(
    [...Map.groupBy(waiting, ({ kind }) => kind)].map(([kind, { length }]) => [kind, length]),
  )
  if (timers > 0) repairs.set('timers', timers)
  if (forgotten > 0) repairs.set('forgotten-runs', forgotten)
  return repairs
}

/** As `startAgain`; answers how much, and reports it. */
export async function reconcileOnce(parts: JobParts, patienceMs: number): Promise<number> {
  const repairs = await startAgain(parts, patienceMs)
  const count = [...repairs.values()].reduce((sum, each) => sum + each, 0)
  if (count > 0) parts.log.info({ count }, 'reconciler: started waiting work again')
  await reportRepairs(parts, repairs)
  return count
}

/**
 * Reconciles at start, when whatever waits may have lost its worker in a crash (a job in vain finds nothing to do), and
 * then every quarter of a minute until it is stopped.
 */
export function startReconciler(parts: JobParts): () => Promise<void> {
  const reconcile = (patienceMs: number) =>
    reconcileOnce(parts, patienceMs).catch((error: unknown) => parts.log.warn({ err: error }, 'reconciler'))
  let running: Promise<unknown> = reconcile(patience.atStart)
  const timer = setInterval(() => {
    running = reconcile(patience.usual)
  }, everyMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
