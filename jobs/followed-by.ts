import type { JobToAdd } from './add-jobs.ts'

/** Jobs with the span that they follow from in their data; as they are where nothing is traced. */
export function followedBy(traceparent: string | null | undefined, jobs: JobToAdd[]): JobToAdd[] {
  if (!traceparent) return jobs
  return jobs.map((job) => ({ ...job, data: { ...job.data, traceparent } }))
}
