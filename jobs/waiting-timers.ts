import { addJobs } from './add-jobs.ts'
import type { JobParts } from './parts.ts'
import { timerJob, timerQueue, type Timer } from './timer-job.ts'

const atOnce = 500
/** How far ahead timers are added again: well beyond the next look. */
const aheadMs = 90_000

interface Row {
  seller_id: string
  request_id: string
  position: number
  timer: Timer['timer']
  due_at: string
}

/**
 * Adds the timers that are due soon, in case their queue has lost them: one that it still knows is ignored there. What
 * is overdue and nobody works on is started at once, under an id of this quarter of a minute. Answers how many were overdue.
 */
export async function addWaitingTimers(
  parts: JobParts,
  { patienceMs, slot }: { patienceMs: number; slot: number },
): Promise<number> {
  const now = parts.clock.now()
  const later = (ms: number) => new Date(now.getTime() + ms)
  const rows = await parts.root
    .fork()
    .execute<Row[]>('SELECT * FROM gate.approval_timers(?, ?, ?, ?)', [
      later(-patienceMs),
      now,
      later(aheadMs),
      atOnce,
    ])
  const timers = rows.map(({ seller_id: sellerId, request_id: requestId, due_at: dueAt, ...rest }) => ({
    ...rest,
    sellerId,
    requestId,
    dueAt: new Date(dueAt),
  }))
  const ahead = timers.filter(({ dueAt }) => dueAt > now)
  const overdue = new Map(
    timers.filter(({ dueAt }) => dueAt <= now).map(({ requestId, sellerId }) => [requestId, sellerId]),
  )
  await addJobs(parts.queues, [
    ...ahead.flatMap((timer) => timerJob(timer, now)),
    ...[...overdue].map(([subjectId, sellerId]) => ({
      job: { name: timerQueue },
      data: { sellerId, subjectId },
      options: { jobId: `${subjectId}.${timerQueue}.again-${slot}` },
    })),
  ])
  return overdue.size
}
