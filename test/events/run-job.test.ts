import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { defineJob } from '../../jobs/job.ts'
import { runJob } from '../../jobs/run-job.ts'
import type { Job } from '../../src/platform/queues.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { addCompanies } from '../support/companies.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

let verbs: VerbHarness
let jobs: JobHarness
beforeAll(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
  jobs = await openJobs(verbs, { clock: systemClock, definitions: [] })
})
afterAll(async () => {
  await jobs.close()
  await verbs.close()
})

const job = { id: 'evt_1.stalled', name: 'stalled', data: { sellerId: 'org_north' } } as Job
const key = `INSERT INTO idempotency_key (seller_id, actor_id, operation, key, request_hash, created_at, expires_at)
  VALUES ('org_north', 'system', 'effect', ?, '', now(), now())`

it('has its effect once, though a stalled job runs in two workers at the same time', async () => {
  let started = 0
  let meet = () => {}
  const both = new Promise<void>((resolve) => (meet = resolve))
  const definition = defineJob({
    name: 'stalled',
    data: z.object({ sellerId: z.string() }),
    concurrency: 1,
    maxStarts: 8,
    mode: 'once',
    async run(ctx) {
      started += 1
      const own = started
      if (started === 2) meet()
      await both
      await ctx.em.execute(key, [String(own)])
    },
  })
  await Promise.all([runJob(jobs.parts, definition, job), runJob(jobs.parts, definition, job)])
  expect(started).toBe(2)
  expect(await verbs.sql("SELECT count(*)::int FROM idempotency_key WHERE operation = 'effect'")).toEqual([
    { count: 1 },
  ])
  expect(await verbs.sql('SELECT status FROM job_run')).toEqual([{ status: 'DONE' }])
})
