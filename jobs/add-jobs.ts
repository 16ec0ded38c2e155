import type { JobsOptions, Queues } from '../src/platform/queues.ts'

/** A job to add; its name is also its queue's. */
export interface JobToAdd {
  job: { name: string }
  data: { sellerId: string } & Record<string, unknown>
  options: JobsOptions
}

/** Adds jobs: one round trip per queue, all at the same time, because people wait for what comes after. */
export async function addJobs(queues: Queues, jobs: JobToAdd[]): Promise<void> {
  const byQueue = [...Map.groupBy(jobs, ({ job }) => job.name)]
  await Promise.all(
    byQueue.map(([name, group]) =>
      queues.queue(name).addBulk(group.map(({ data, options }) => ({ name, data, opts: options }))),
    ),
  )
}
