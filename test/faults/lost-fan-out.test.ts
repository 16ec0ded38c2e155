import { afterAll, beforeAll, expect, it } from 'vitest'
import { fanOutBatchJob } from '../../jobs/fan-out-batch.ts'
import { fanOutWebhooksJob } from '../../jobs/fan-out-webhooks.ts'
import { reconcileOnce } from '../../jobs/reconcile.ts'
import { relayOnce } from '../../jobs/relay-outbox.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { addCompanies } from '../support/companies.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

let verbs: VerbHarness
let jobs: JobHarness
beforeAll(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
  jobs = await openJobs(verbs, { clock: systemClock, definitions: [fanOutBatchJob, fanOutWebhooksJob] })
  await verbs.sql(`INSERT INTO webhook_endpoint (id, seller_id, created_by, url, event_types, status, secrets, created_at,
    updated_at) VALUES ('whe_1', 'org_north', 'usr_1', 'https://hooks.example', '{*}', 'ACTIVE', '[]', now(), now())`)
})
afterAll(async () => {
  await jobs.close()
  await verbs.close()
})

const messages = () => verbs.sql('SELECT event_type AS type FROM webhook_message')
const offered = () =>
  verbs.sql(`SELECT type FROM outbox_event WHERE seller_id = 'org_north' AND type = 'organization.created'`)

it('makes the messages of an event whose fan-out the queue lost after the relay’s commit', async () => {
  expect(await offered()).toHaveLength(1)
  expect(await relayOnce(jobs.parts)).toBeGreaterThan(0)
  await jobs.parts.queues.queue('webhook-fan-out-batch').obliterate({ force: true })
  await jobs.settle()
  expect(await messages()).toEqual([])

  expect(await reconcileOnce(jobs.parts, 0)).toBeGreaterThan(0)
  await jobs.settle()
  expect(await messages()).toEqual(await offered())
  // What waits now is the delivery alone.
  expect(await reconcileOnce(jobs.parts, 0)).toBe(1)
})
