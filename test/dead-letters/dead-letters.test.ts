import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { defineJob } from '../../jobs/job.ts'
import { relayOnce } from '../../jobs/relay-outbox.ts'
import { runJob } from '../../jobs/run-job.ts'
import { countDeadLetters } from '../../src/dead-letters/count-dead-letters.ts'
import { listDeadLetters } from '../../src/dead-letters/list-dead-letters.ts'
import { retryDeadLetter } from '../../src/dead-letters/retry-dead-letter.ts'
import { systemClock } from '../../src/platform/clock.ts'
import type { Job } from '../../src/platform/queues.ts'
import { platformId } from '../../src/organizations/ensure-platform.ts'
import { addCompanies, userOf } from '../support/companies.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'
import { operator } from '../support/small-world.ts'

let verbs: VerbHarness
let jobs: JobHarness
let mended = false
const done: string[] = []
const definition = defineJob({
  name: 'mendable',
  data: z.object({ sellerId: z.string(), subjectId: z.string() }),
  concurrency: 1,
  mode: 'once',
  run: (_ctx, { subjectId }) => {
    if (!mended) return Promise.reject(new Error(`No approver\n    at secret`))
    done.push(subjectId)
    return Promise.resolve()
  },
})

const theOperator = {
  ...operator(),
  sellerId: platformId,
  organizationId: platformId,
  readableSellers: [platformId],
  writableSellers: [platformId],
}

beforeAll(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
  jobs = await openJobs(verbs, { clock: systemClock, definitions: [definition] })
  for (const [id, sellerId] of [
    ['north', 'org_north'],
    ['brook', 'org_brook'],
    ['south', 'org_south'],
  ] as const) {
    const job = { id, data: { sellerId, subjectId: `ord_${id}` }, attemptsMade: 0 } as Job
    for (let start = 0; start < 3; start++) await runJob(jobs.parts, definition, job).catch(() => undefined)
  }
})
afterAll(async () => {
  await jobs.close()
  await verbs.close()
})

const list = async (actor: Parameters<VerbHarness['read']>[0], where = {}) =>
  (await verbs.read(actor, (ctx) => listDeadLetters(ctx, { first: 20, where }))).nodes
const subjects = async (...given: Parameters<typeof list>) =>
  (await list(...given)).map(({ subjectId }) => subjectId)
const retry = (actor: Parameters<VerbHarness['read']>[0], id: string, key = 'once') =>
  verbs.run(actor, (ctx) => retryDeadLetter(ctx, { id, idempotencyKey: key }))

it('are seen by the administrators of their reseller and of those above, and by the operator, page by page', async () => {
  expect(await subjects(userOf('org_north'))).toEqual(['ord_brook', 'ord_north'])
  expect(await subjects(userOf('org_south'))).toEqual(['ord_south'])
  expect(await subjects(theOperator)).toEqual(['ord_south', 'ord_brook', 'ord_north'])
  expect(await subjects(theOperator, { sellerId: 'org_north' })).toEqual(['ord_north'])
  expect(await subjects(userOf('org_north'), { subjectId: 'ord_brook' })).toEqual(['ord_brook'])
  for (const actor of [userOf('org_north'), theOperator]) {
    const first = await verbs.read(actor, (ctx) => listDeadLetters(ctx, { first: 1 }))
    const after = first.pageInfo.endCursor
    const next = await verbs.read(actor, (ctx) => listDeadLetters(ctx, { first: 1, after }))
    expect(first.pageInfo.hasNextPage).toBe(true)
    expect(next.nodes[0]?.id).toBe((await list(actor))[1]?.id)
  }
  const [letter] = await list(userOf('org_south'))
  expect(letter).toMatchObject({ queue: 'mendable', starts: 3, lastError: 'Error: No approver', retries: 0 })
  expect(letter?.firstFailedAt).toBeInstanceOf(Date)
  expect(await countDeadLetters(jobs.parts.root)).toEqual([{ queue: 'mendable', count: 3 }])
})

it('are nobody else’s to see or retry, and nothing changes when they try', async () => {
  const [south] = await list(userOf('org_south'))
  const before = await verbs.sql("SELECT md5(string_agg(r::text, ',' ORDER BY id)) FROM job_run r")
  await expect(list(userOf('org_north', ['SALES_AGENT']))).rejects.toThrow('FORBIDDEN')
  await expect(retry(userOf('org_south', ['SALES_AGENT']), south?.id ?? '')).rejects.toThrow('FORBIDDEN')
  await expect(retry(userOf('org_north'), south?.id ?? '')).rejects.toThrow('NOT_FOUND')
  await expect(retry(theOperator, 'job_none')).rejects.toThrow('NOT_FOUND')
  expect(await verbs.sql("SELECT md5(string_agg(r::text, ',' ORDER BY id)) FROM job_run r")).toEqual(before)
})

it('start again when retried, once per key, with all their starts; and die again while nothing is mended', async () => {
  const [south] = await list(userOf('org_south'))
  const id = south?.id ?? ''
  const retried = await retry(userOf('org_south'), id)
  expect(retried).toMatchObject({ id, starts: 0, retries: 1, retriedBy: 'usr_org_south' })
  expect((await retry(userOf('org_south'), id)).retries).toBe(1)
  await expect(retry(userOf('org_south'), id, 'another')).rejects.toThrow('JOB_NOT_DEAD')
  expect(await subjects(userOf('org_south'))).toEqual([])

  await relayOnce(jobs.parts)
  const [added] = (await jobs.parts.queues.queue('mendable').getJobs(['waiting'])) as Job[]
  expect(added).toMatchObject({ id: 'south.retry-1', data: { runId: 'south', subjectId: 'ord_south' } })
  for (let start = 0; start < 3; start++)
    await runJob(jobs.parts, definition, added as Job).catch(() => undefined)
  expect(await subjects(userOf('org_south'))).toEqual(['ord_south'])

  mended = true
  await retry(userOf('org_south'), id, 'after the repair')
  await relayOnce(jobs.parts)
  const waiting = (await jobs.parts.queues.queue('mendable').getJobs(['waiting'])) as Job[]
  const second = waiting.find((job) => job.id === 'south.retry-2')
  await runJob(jobs.parts, definition, second as Job)
  expect(done).toEqual(['ord_south'])
  expect(await verbs.sql("SELECT status, starts, retries FROM job_run WHERE job_id = 'south'")).toEqual([
    { status: 'DONE', starts: 1, retries: 2 },
  ])
})

it('are retried by the operator in the reseller’s own tenant', async () => {
  const [north] = await list(theOperator, { sellerId: 'org_north' })
  expect(await retry(theOperator, north?.id ?? '')).toMatchObject({
    status: 'WAITING_RETRY',
    sellerId: 'org_north',
  })
  expect((await retry(theOperator, north?.id ?? '')).retries).toBe(1)
  const told = await verbs.sql(
    "SELECT seller_id, actor ->> 'id' AS by FROM outbox_event WHERE type = 'job.dead_letter_retried' AND subject_id = $1",
    [north?.id],
  )
  expect(told).toEqual([{ seller_id: 'org_north', by: 'usr_operator' }])
})
