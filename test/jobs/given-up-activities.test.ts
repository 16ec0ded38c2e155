import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeUserStatusesJob } from '../../jobs/change-user-statuses.ts'
import { runJob } from '../../jobs/run-job.ts'
import { systemActor } from '../../src/access/actor.ts'
import { takeUpActivity } from '../../src/activities/take-up-activity.ts'
import { retryDeadLetter } from '../../src/dead-letters/retry-dead-letter.ts'
import { beginUserStatuses } from '../../src/identity/begin-user-statuses.ts'
import { systemClock } from '../../src/platform/clock.ts'
import type { Job } from '../../src/platform/queues.ts'
import type { ApiClient, Json } from '../support/api-client.ts'
import { backends, startApp, type TestApp } from '../support/app.ts'
import { addActiveUser, addCompanies, userOf } from '../support/companies.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { key } from '../support/ordering.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

const rows = 1500
const file = [
  'productKey,skuCode,vendorPartNumber,name,unitOfMeasure,paymentModel,chargeTiming,commitmentTerm,billingPeriod,addOnOf,priceEUR',
  ...Array.from(
    { length: rows },
    (_, at) =>
      `microsoft-365-business-basic,RX-${at},RX-${at}-A,Test ${at},SEAT,RECURRING,IN_ADVANCE,P1Y,P1M,,1.5`,
  ),
].join('\n')

/** A fault that is there until somebody mends it, in the second part of the file. */
const fault = [
  `CREATE FUNCTION refuse_offer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk of the search is full'; END $$`,
  `CREATE TRIGGER refuse_offer BEFORE INSERT ON offer FOR EACH ROW WHEN (NEW.sku_code = 'RX-1400') EXECUTE FUNCTION refuse_offer()`,
]

describe.each(backends())('an import that is given up, on %s queues', (backend) => {
  let api: TestApp
  let workers: TestApp
  let operator: ApiClient
  const env = { QUEUE_PREFIX: `{given-up-${backend}}` }

  beforeAll(async () => {
    api = await startApp({ backend, env: { ...env, ROLE: 'api' } })
    operator = await api.signedIn('operator@countersign.example')
  })
  afterAll(async () => {
    await workers.stopProcess()
    await api.close()
  })

  const read = (id: string) =>
    operator.ask(
      `query ($id: ID!) { activities(first: 10, where: { kind: CATALOG_IMPORT }) { nodes { id status } }
         activity(id: $id) { id status version endedAt progress { done total } counts { name count }
           failure { code message } } }`,
      { id },
    )
  /** The activity at rest: by itself and in the list. While it runs, two statements may see two states. */
  const seen = async (id: string): Promise<Json> => {
    const { activities, activity } = await read(id)
    expect(activities.nodes).toEqual([{ id, status: activity.status }])
    return activity
  }
  const until = async (id: string, statuses: string[]): Promise<Json> => {
    for (let tries = 0; tries < 600; tries++) {
      const { activity } = await read(id)
      if (statuses.includes(activity.status as string)) return seen(id)
      await sleep(50)
    }
    throw new Error(`Activity ${id} did not become ${statuses.join(' or ')}.`)
  }
  const told = (id: string) =>
    api.sql(
      `SELECT type, data -> 'activity' ->> 'status' AS status FROM outbox_event WHERE subject_id = $1 ORDER BY subject_version`,
      [id],
    )

  it('is FAILED and says what to do; retried, it goes on where it stopped and imports every row once', async () => {
    for (const sql of fault) await api.sql(sql)
    const response = await fetch(`${api.url}/catalog/imports`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', authorization: `Bearer ${operator.token}` },
      body: file,
    })
    const { activity } = (await response.json()) as Json
    const id = activity.id as string
    expect(await seen(id)).toMatchObject({ status: 'QUEUED', failure: null })
    // As if it had failed twice already: nobody wants to wait for a minute.
    await api.sql(
      `INSERT INTO job_run (id, job_id, seller_id, queue, name, data, status, starts, created_at, updated_at, expected_by)
       SELECT 'job_import', e.id || '.catalog-import', e.seller_id, 'catalog-import', 'catalog-import',
         jsonb_build_object('sellerId', e.seller_id, 'subjectId', e.subject_id), 'WAITING_RETRY', 2, now(), now(), now() + interval '1 hour'
       FROM outbox_event e WHERE e.type = 'activity.begun' AND e.subject_id = $1`,
      [id],
    )
    workers = await startApp({ backend, database: api.database, env: { ...env, ROLE: 'worker' } })

    const failed = await until(id, ['FAILED', 'COMPLETED'])
    expect(failed).toMatchObject({
      status: 'FAILED',
      progress: { done: 1000, total: rows },
      failure: {
        code: 'JOB_GIVEN_UP',
        message:
          'Its job was given up. Look at jobDeadLetters for the cause; once that is mended, jobDeadLetterRetry of job_import lets it go on where it stopped.',
      },
    })
    expect(failed.endedAt).not.toBeNull()
    const { jobDeadLetters } = await operator.ask(
      'query ($id: ID!) { jobDeadLetters(first: 5, where: { subjectId: $id }) { nodes { id queue starts lastError } } }',
      { id },
    )
    expect(jobDeadLetters.nodes).toMatchObject([{ id: 'job_import', queue: 'catalog-import', starts: 3 }])
    expect(jobDeadLetters.nodes[0].lastError).toContain('disk of the search is full')

    await workers.stopProcess()
    await api.sql('DROP TRIGGER refuse_offer ON offer')
    const input = { id: 'job_import', idempotencyKey: key() }
    await operator.done('jobDeadLetterRetry', input, 'deadLetter { id }')
    expect(await seen(id)).toMatchObject({ status: 'QUEUED', failure: null, endedAt: null })
    workers = await startApp({ backend, database: api.database, env: { ...env, ROLE: 'worker' } })
    const done = await until(id, ['FAILED', 'COMPLETED'])
    expect(done).toMatchObject({
      status: 'COMPLETED',
      progress: { done: rows, total: rows },
      counts: [
        { name: 'created', count: rows },
        { name: 'failed', count: 0 },
        { name: 'unchanged', count: 0 },
        { name: 'updated', count: 0 },
      ],
    })
    expect(await api.sql(`SELECT count(*)::int AS n FROM offer WHERE sku_code LIKE 'RX-%'`)).toEqual([
      { n: rows },
    ])
    expect(await told(id)).toEqual([
      { type: 'activity.begun', status: 'QUEUED' },
      { type: 'activity.ended', status: 'FAILED' },
      { type: 'activity.reopened', status: 'QUEUED' },
      { type: 'activity.ended', status: 'COMPLETED' },
    ])
  })
})

describe('an activity whose job is given up', () => {
  const seller = 'org_south'
  const admin = userOf(seller)
  const worker = systemActor({ id: seller, ancestors: [] })
  const definition = changeUserStatusesJob
  let verbs: VerbHarness
  let jobs: JobHarness
  let userId: string

  beforeAll(async () => {
    verbs = await openVerbs()
    await addCompanies(verbs)
    jobs = await openJobs(verbs, { clock: systemClock, definitions: [] })
    userId = await addActiveUser(verbs, seller, { email: 'fin@south.example', roles: ['FINANCE'] })
  })
  afterAll(async () => {
    await jobs.close()
    await verbs.close()
  })

  const begin = () =>
    verbs.run(admin, (ctx) =>
      beginUserStatuses(ctx, { userIds: [userId], idempotencyKey: key() }, 'DEACTIVATED'),
    )
  /** The run of an activity as a worker that died left it, `starts` times. */
  const leaveBehind = (activityId: string, starts: number, data: object = {}) =>
    verbs.sql(
      `INSERT INTO job_run (id, job_id, seller_id, queue, name, data, status, starts, crashes, alone, created_at, updated_at)
       VALUES ('job_' || $1, $1, $2, 'user-statuses', 'user-statuses',
         jsonb_build_object('sellerId', $2::text, 'subjectId', $1::text) || $4::jsonb, 'RUNNING', $3, $3, true, now(), now())`,
      [activityId, seller, starts, JSON.stringify(data)],
    )
  const handOver = (activityId: string, data: object = {}) =>
    runJob(jobs.parts, definition, {
      id: activityId,
      data: { sellerId: seller, subjectId: activityId, ...data },
      attemptsMade: 0,
    } as Job)
  const stateOf = async (id: string) =>
    (
      await verbs.sql(
        `SELECT a.status, a.failure_code, r.status AS run FROM activity a
         LEFT JOIN job_run r ON r.seller_id = a.seller_id AND r.job_id = a.id WHERE a.id = $1`,
        [id],
      )
    )[0]

  it('fails when its worker died in every start, and no start of before can take it up', async () => {
    const { id } = await begin()
    await leaveBehind(id, 3)
    await verbs.run(worker, (ctx) => takeUpActivity(ctx, id))
    await expect(handOver(id)).rejects.toThrow('JOB_WORKER_LOST')
    expect(await stateOf(id)).toEqual({ status: 'FAILED', failure_code: 'JOB_GIVEN_UP', run: 'DEAD' })
    expect(await verbs.run(worker, (ctx) => takeUpActivity(ctx, id))).toBeNull()
    expect(await stateOf(id)).toMatchObject({ status: 'FAILED' })
  })

  it('fails when its job says nothing that can be read', async () => {
    const { id } = await begin()
    await expect(handOver(id, { sellerId: seller, subjectId: 7 })).rejects.toThrow('JOB_DATA_INVALID')
    expect(await stateOf(id)).toMatchObject({ status: 'QUEUED', run: 'DEAD' })
    const unreadable = { ...changeUserStatusesJob, data: changeUserStatusesJob.data.refine(() => false) }
    const second = await begin()
    const job = { id: second.id, data: { sellerId: seller, subjectId: second.id }, attemptsMade: 0 } as Job
    await expect(runJob(jobs.parts, unreadable, job)).rejects.toThrow('JOB_DATA_INVALID')
    expect(await stateOf(second.id)).toEqual({
      status: 'FAILED',
      failure_code: 'JOB_GIVEN_UP',
      run: 'DEAD',
    })
  })

  it('is failed in the commit of the dead letter or not at all', async () => {
    const { id } = await begin()
    await leaveBehind(id, 3)
    await verbs.sql(
      `CREATE FUNCTION hold_failure() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not now'; END $$`,
    )
    await verbs.sql(
      `CREATE TRIGGER hold_failure BEFORE UPDATE ON activity FOR EACH ROW WHEN (NEW.status = 'FAILED') EXECUTE FUNCTION hold_failure()`,
    )
    await expect(handOver(id)).rejects.toThrow('not now')
    expect(await stateOf(id)).toEqual({ status: 'QUEUED', failure_code: null, run: 'RUNNING' })
    await verbs.sql('DROP TRIGGER hold_failure ON activity')
    await expect(handOver(id)).rejects.toThrow('JOB_WORKER_LOST')
    expect(await stateOf(id)).toMatchObject({ status: 'FAILED', run: 'DEAD' })
  })

  it('stays as it ended, whatever is retried', async () => {
    const { id } = await begin()
    await leaveBehind(id, 3)
    await verbs.sql(`UPDATE activity SET status = 'CANCELLED', ended_at = now() WHERE id = $1`, [id])
    await expect(handOver(id)).rejects.toThrow('JOB_WORKER_LOST')
    expect(await stateOf(id)).toMatchObject({ status: 'CANCELLED', run: 'DEAD' })
    await verbs.run(admin, (ctx) => retryDeadLetter(ctx, { id: `job_${id}`, idempotencyKey: key() }))
    expect(await stateOf(id)).toMatchObject({ status: 'CANCELLED', run: 'WAITING_RETRY' })
    await handOver(id)
    expect(await stateOf(id)).toEqual({ status: 'CANCELLED', failure_code: null, run: 'DONE' })
    expect(await verbs.sql('SELECT status FROM app_user WHERE id = $1', [userId])).toEqual([
      { status: 'ACTIVE' },
    ])
  })
})
