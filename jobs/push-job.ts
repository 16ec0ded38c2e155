import type { JobToAdd } from './add-jobs.ts'

/** The queue of the orders that go into ERPs. */
export const pushQueue = 'erp-push'

/** What waits for longer is found by the reconciler. */
const longestMs = 3_600_000

/** Pushes an order again later. One per instant, however often it is asked for. */
export function laterPushJobOf(order: { sellerId: string; orderId: string }, at: Date, now: Date): JobToAdd {
  const { sellerId, orderId } = order
  const delay = Math.min(Math.max(0, at.getTime() - now.getTime()), longestMs)
  return {
    job: { name: pushQueue },
    data: { sellerId, subjectId: orderId },
    options: { jobId: `${orderId}.${pushQueue}.at-${now.getTime() + delay}`, delay },
  }
}
