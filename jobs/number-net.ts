import { addJobs } from './add-jobs.ts'
import { issueOrderNumbersJob } from './issue-order-numbers.ts'
import type { JobParts } from './parts.ts'

/** An order has its number within a fraction of this; whoever waits longer waits for a worker that is gone. */
const patienceMs = 1_500
const everyMs = 1_000

/**
 * Wakes the assigner of every seller whose orders have waited too long for their numbers. The usual wakes are folded
 * into one that is at work; when that one dies with its worker, its queue hears of it only after the lock has run out,
 * and numbers must not wait for it: a submit does. A wake in vain finds nothing, or that another one is at work.
 */
async function wakeAssigners(parts: JobParts): Promise<void> {
  const now = parts.clock.now().getTime()
  const late = await parts.root
    .fork()
    .execute<Array<{ id: string }>>('SELECT s AS id FROM gate.sellers_without_numbers(?) AS s', [
      new Date(now - patienceMs),
    ])
  await addJobs(
    parts.queues,
    late.map(({ id: sellerId }) => ({
      job: issueOrderNumbersJob,
      data: { sellerId },
      options: { jobId: `${issueOrderNumbersJob.name}.${sellerId}.late-${Math.floor(now / everyMs)}` },
    })),
  )
}

/** Looks every second, until it is stopped. */
export function startNumberNet(parts: JobParts): () => Promise<void> {
  let looking: Promise<void> | null = null
  const look = async () => {
    try {
      await wakeAssigners(parts)
    } catch (error) {
      parts.log.warn({ err: error }, 'late numbers: will look again')
    } finally {
      looking = null
    }
  }
  const timer = setInterval(() => void (looking ??= look()), everyMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await looking
  }
}
