import type { JobsOptions, Queues } from '../src/platform/queues.ts'

/** A job to add; its name is also its queue's. */
export interface JobToAdd {
  job: { name: string }
  data: { sellerId: string } & Record<string, unknown>
  options: JobsOptions
}

/** Of several wakes for the same only one: the queue would look at each. */
function withoutDoubles(jobs: JobToAdd[]): JobToAdd[] {
  const known = new Set<string>()
  return jobs.filter(({ job, options }) => {
    const id = options.deduplication?.id
    if (id === undefined) return true
    const key = `${job.name} ${id}`
    const isNew = !known.has(key)
    known.add(key)
    return isNew
  })
}

/** Adds jobs: one round trip per queue, all at the same time, because people wait for what comes after. */
export async function addJobs(queues: Queues, jobs: JobToAdd[]): Promise<void> {
  const byQueue = [...Map.groupBy(withoutDoubles(jobs), ({ job }) => job.name)]
  await Promise.all(
    byQueue.map(([name, group]) =>
      queues.queue(name).addBulk(group.map(({ data, options }) => ({ name, data, opts: options }))),
    ),
  )
}
