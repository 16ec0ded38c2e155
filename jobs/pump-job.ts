import type { JobToAdd } from './add-jobs.ts'

/** The queue of the pumps of webhook endpoints. */
export const pumpQueue = 'webhook-pump'

/** Whose pump. */
interface Pumped {
  sellerId: string
  endpointId: string
}

/** A second further is near enough for what waits for longer; and a wake that is too late is only one that is asked for. */
const coarseMs = 1000
const longestMs = 3_600_000

/**
 * Wakes the pump of an endpoint. One waits or runs at a time; a wake that comes while it runs is kept, for it may have
 * looked already.
 */
export function pumpJobOf({ sellerId, endpointId }: Pumped): JobToAdd {
  return {
    job: { name: pumpQueue },
    data: { sellerId, endpointId },
    options: {
      deduplication: { id: endpointId, keepLastIfActive: true },
      removeOnComplete: true,
      removeOnFail: true,
    },
  }
}

/**
 * Wakes the pump later. It is another job that only wakes: a waiting wake under the endpoint's own deduplication id would
 * swallow all that come sooner. One per instant, however often it is asked for.
 */
export function laterPumpJobOf({ sellerId, endpointId }: Pumped, at: Date, now: Date): JobToAdd {
  const wait = Math.min(Math.max(0, at.getTime() - now.getTime()), longestMs)
  const instant = now.getTime() + wait
  const due = wait > 5 * coarseMs ? Math.ceil(instant / coarseMs) * coarseMs : instant
  return {
    job: { name: pumpQueue },
    data: { sellerId, endpointId, isWake: true },
    options: {
      jobId: `${endpointId}.at-${due}`,
      delay: due - now.getTime(),
      removeOnComplete: true,
      removeOnFail: true,
    },
  }
}
