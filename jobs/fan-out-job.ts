import type { JobToAdd } from './add-jobs.ts'

/** The queue of the batches that make webhook messages. */
export const fanOutBatchQueue = 'webhook-fan-out-batch'

const gone = { removeOnComplete: true, removeOnFail: true }

/** Wakes a seller's batch. One waits or runs at a time; a wake that comes while it runs is kept: it may have looked already. */
export function fanOutBatchJobOf(sellerId: string): JobToAdd {
  const deduplication = { id: sellerId, keepLastIfActive: true }
  return { job: { name: fanOutBatchQueue }, data: { sellerId }, options: { deduplication, ...gone } }
}

/** Runs a seller's batch once more at about that time; one per second, however often it is asked for. */
export function laterFanOutBatchJobOf(sellerId: string, at: Date, now: Date): JobToAdd {
  const second = Math.ceil(at.getTime() / 1000)
  const options = { jobId: `${sellerId}.at-${second}`, delay: second * 1000 - now.getTime(), ...gone }
  return { job: { name: fanOutBatchQueue }, data: { sellerId }, options }
}

/** Gives one event a run of its own, whose starts are counted. */
export function fanOutJobOf({ sellerId, eventId }: { sellerId: string; eventId: string }): JobToAdd {
  const name = 'webhook-fan-out'
  return { job: { name }, data: { sellerId, eventId }, options: { jobId: `${eventId}.${name}` } }
}
