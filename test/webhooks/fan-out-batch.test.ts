import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fanOutBatchJob } from '../../jobs/fan-out-batch.ts'
import { relayOnce } from '../../jobs/relay-outbox.ts'
import { runJob } from '../../jobs/run-job.ts'
import { systemActor } from '../../src/access/actor.ts'
import { defineEvent } from '../../src/events/event.ts'
import { record } from '../../src/events/record.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { createWebhookEndpoint } from '../../src/webhooks/create-webhook-endpoint.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { addSeller } from '../support/seller.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'

const told = defineEvent({
  type: 'terms.recorded',
  subjectType: 'order',
  description: 'For tests.',
  since: '0.1',
  schema: z.object({ note: z.string() }),
  example: { note: 'x' },
  offeredToWebhooks: true,
})

let verbs: VerbHarness
let jobs: JobHarness
let seller = ''
let trial = 0
beforeAll(async () => {
  verbs = await openVerbs()
  jobs = await openJobs(verbs, { clock: systemClock, definitions: [] })
})
afterAll(async () => {
  await jobs.close()
  await verbs.close()
})
beforeEach(async () => {
  seller = `org_batch_${(trial += 1)}`
  await addSeller(verbs, seller)
  await relay()
})

const relay = async () => {
  while ((await relayOnce(jobs.parts)) > 0);
}

const listen = (key: string) =>
  verbs.run(actorOf(seller, ['RESELLER_ADMIN'], { id: `usr_${seller}` }), (ctx) =>
    createWebhookEndpoint(ctx, {
      url: 'http://127.0.0.1:9/hooks',
      eventTypes: [told.type],
      idempotencyKey: key,
    }),
  )

async function tell(count: number): Promise<string[]> {
  const ids = await verbs.run(systemActor({ id: seller, ancestors: [] }), async (ctx) =>
    Array.from({ length: count }, (_, n) => {
      const subject = { id: `ord_${n}`, sellerId: seller, organizationId: null, version: 1 }
      return record(ctx, told, { subject, data: { note: String(n) } }).id
    }),
  )
  await relay()
  return ids
}

/** Runs the seller's batch; answers the statements that it took. */
async function runBatch(): Promise<number> {
  const from = verbs.statements.length
  const data = { sellerId: seller }
  const job = await jobs.parts.queues
    .queue(fanOutBatchJob.name)
    .add(fanOutBatchJob.name, data, { jobId: `batch-${trial}-${from}` })
  await runJob(jobs.parts, fanOutBatchJob, job)
  return verbs.statements.length - from
}

const made = () =>
  verbs.sql<{ event: string; endpoint: string }>(
    `SELECT event_id AS event, endpoint_id AS endpoint FROM webhook_message
     WHERE seller_id = $1 AND event_type = $2 ORDER BY position, endpoint_id`,
    [seller, told.type],
  )
const due = async () =>
  (
    await verbs.sql<{ id: string }>(
      'SELECT id FROM outbox_event WHERE seller_id = $1 AND type = $2 AND fan_out_due ORDER BY feed_position',
      [seller, told.type],
    )
  ).map(({ id }) => id)
const inQueue = async (name: string) =>
  (await jobs.parts.queues.queue(name).getJobs(['waiting'])).map(
    ({ data }) => data as { sellerId: string; eventId: string; endpointId: string },
  )

describe('a batch of a seller’s events', () => {
  it('makes one message per event and endpoint, in the order of the feed, and wakes each pump once', async () => {
    const endpoints = await Promise.all(['a', 'b', 'c'].map((key) => listen(key)))
    const ids = endpoints.map(({ webhookEndpoint }) => webhookEndpoint.id).toSorted()
    const events = await tell(20)
    expect(await due()).toEqual(events)

    await runBatch()
    expect(await made()).toEqual(events.flatMap((event) => ids.map((endpoint) => ({ event, endpoint }))))
    expect(await due()).toEqual([])
    const woken = (await inQueue('webhook-pump')).filter(({ sellerId }) => sellerId === seller)
    expect(woken.map(({ endpointId }) => endpointId).toSorted()).toEqual(ids)

    await runBatch()
    expect(await made()).toHaveLength(60)
  })

  it('costs the same number of statements for one event as for forty', async () => {
    await listen('a')
    await tell(1)
    const forOne = await runBatch()
    await tell(40)
    expect(await runBatch()).toBe(forOne)
    expect(forOne).toBeLessThanOrEqual(8)
  })

  it('begins no event beyond a thousand messages, and wakes itself for the rest', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, n) => listen(String(n))))
    const events = await tell(50)
    await runBatch()
    expect(await due()).toEqual(events.slice(34))
    expect(await made()).toHaveLength(34 * 30)
    const again = (await inQueue('webhook-fan-out-batch')).filter(({ sellerId }) => sellerId === seller)
    expect(again.length).toBeGreaterThan(0)
    await runBatch()
    expect(await due()).toEqual([])
  })

  it('gives an event with a stored query to answer a run of its own, and leaves events that have one', async () => {
    await listen('plain')
    const { webhookEndpoint: asks } = await listen('asks')
    const query = 'query ($eventId: ID!) { event(id: $eventId) { id } }'
    await verbs.sql("UPDATE webhook_endpoint SET payload = 'QUERY', query = $1 WHERE id = $2", [
      query,
      asks.id,
    ])
    const [asked = ''] = await tell(1)
    await runBatch()
    expect(await made()).toEqual([])
    expect(await due()).toEqual([asked])
    const own = (await inQueue('webhook-fan-out')).filter(({ sellerId }) => sellerId === seller)
    expect(own.map(({ eventId }) => eventId)).toEqual([asked])

    await verbs.sql('UPDATE webhook_endpoint SET deleted_at = now() WHERE id = $1', [asks.id])
    await verbs.sql(
      `INSERT INTO job_run (id, job_id, seller_id, queue, name, data, status, starts, created_at, updated_at)
       VALUES ($1, $1, $2, 'webhook-fan-out', 'webhook-fan-out', jsonb_build_object('eventId', $3::text), 'DEAD', 4, now(), now())`,
      [`run_${seller}`, seller, asked],
    )
    await runBatch()
    expect(await due()).toEqual([asked])
    await verbs.sql("UPDATE job_run SET status = 'DONE' WHERE id = $1", [`run_${seller}`])
    await runBatch()
    expect(await due()).toEqual([])
    expect(await made()).toHaveLength(1)
  })
})
