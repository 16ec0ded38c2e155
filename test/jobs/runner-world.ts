import { afterAll, beforeEach } from 'vitest'
import { z } from 'zod'
import { defineJob, type JobDefinition } from '../../jobs/job.ts'
import { runJob } from '../../jobs/run-job.ts'
import { systemClock } from '../../src/platform/clock.ts'
import type { Job } from '../../src/platform/queues.ts'
import { addCompanies } from '../support/companies.ts'
import { openJobs } from '../support/jobs.ts'
import { openVerbs } from '../support/verbs.ts'

/** A database of the test file's own, and a runner over it. */
export const verbs = await openVerbs()
await addCompanies(verbs)
export const jobs = await openJobs(verbs, { clock: systemClock, definitions: [] })
afterAll(async () => {
  await jobs.close()
  await verbs.close()
})
beforeEach(async () => {
  await verbs.sql('TRUNCATE job_run, job_effect, job_lane, idempotency_key')
})

export const jobOf = (id: string, data: unknown = { sellerId: 'org_north' }) =>
  ({ id, name: 'test', data, attemptsMade: 0 }) as Job

const shape = z.object({ sellerId: z.string(), subjectId: z.string().optional() })

/** A job of kind `once` whose work is given. */
export const once = (run: JobDefinition<z.infer<typeof shape>>['run'], more: Partial<JobDefinition> = {}) =>
  defineJob({ name: 'test', data: shape, concurrency: 4, mode: 'once', run, ...more })

export const effect = `INSERT INTO idempotency_key (seller_id, actor_id, operation, key, request_hash, created_at, expires_at)
  VALUES ('org_north', 'system', 'effect', ?, '', now(), now())`
/** Keys of the effects that there are. */
export const effects = async () =>
  (
    await verbs.sql<{ key: string }>(
      "SELECT key FROM idempotency_key WHERE operation = 'effect' ORDER BY key",
    )
  ).map(({ key }) => key)
export const runs = (columns = 'status, starts, crashes') =>
  verbs.sql(`SELECT ${columns} FROM job_run ORDER BY job_id`)
/** Hands the job to the runner, as a queue would. */
export const run = (definition: JobDefinition, job: Job) => runJob(jobs.parts, definition, job)

/** As a worker that died in the middle of its work leaves a job behind. */
export const leaveBehind = (id: string, row: { starts: number; crashes: number; alone?: boolean }) =>
  verbs.sql(
    `INSERT INTO job_run (id, job_id, seller_id, queue, name, data, status, starts, crashes, alone, created_at, updated_at)
     VALUES ($1, $1, 'org_north', 'test', 'test', '{"sellerId": "org_north"}', 'RUNNING', $2, $3, $4, now(), now())`,
    [id, row.starts, row.crashes, row.alone ?? false],
  )

/** A promise that the test keeps when it likes. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}
