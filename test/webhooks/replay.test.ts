import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { pumpWebhooksJob } from '../../jobs/pump-webhooks.ts'
import { fanOutBatchJob } from '../../jobs/fan-out-batch.ts'
import { fanOutWebhooksJob } from '../../jobs/fan-out-webhooks.ts'
import { replayWebhooksJob } from '../../jobs/replay-webhooks.ts'
import { Activity } from '../../src/activities/activity.entity.ts'
import { cancelActivity } from '../../src/activities/cancel-activity.ts'
import { defineEvent } from '../../src/events/event.ts'
import { record } from '../../src/events/record.ts'
import { createWebhookEndpoint } from '../../src/webhooks/create-webhook-endpoint.ts'
import { disableWebhookEndpoint } from '../../src/webhooks/disable-webhook-endpoint.ts'
import { enableWebhookEndpoint } from '../../src/webhooks/enable-webhook-endpoint.ts'
import { replayWebhooksSince } from '../../src/webhooks/replay-webhooks-since.ts'
import { updateWebhookEndpoint } from '../../src/webhooks/update-webhook-endpoint.ts'
import type { WebhookReplaySinceInput } from '../../src/webhooks/webhooks.inputs.ts'
import { problemsOf } from '../support/companies.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { addSeller } from '../support/seller.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

const told = (type: string) =>
  defineEvent({
    type,
    subjectType: 'order',
    description: 'For tests.',
    since: '0.1',
    schema: z.object({ n: z.number() }),
    example: { n: 1 },
    offeredToWebhooks: true,
  })
const recorded = told('terms.recorded')
const accepted = told('terms.accepted')
const admin = actorOf('org_a', ['RESELLER_ADMIN'])

describe('what an endpoint missed', () => {
  let verbs: VerbHarness
  let jobs: JobHarness
  /** The same queues, where replays run and nothing is sent. */
  let parts: JobHarness
  let receiver: WebhookReceiver
  let now: Date
  /** What came before is another test's. */
  let since: Date
  let endpointId = ''
  let made = 0
  beforeAll(async () => {
    const clock = { now: () => now }
    verbs = await openVerbs({ clock })
    jobs = await openJobs(verbs, {
      clock,
      definitions: [fanOutBatchJob, fanOutWebhooksJob, pumpWebhooksJob, replayWebhooksJob],
    })
    parts = await openJobs(verbs, { clock, definitions: [replayWebhooksJob] })
    now = new Date()
    await addSeller(verbs, 'org_a')
    receiver = await startReceiver()
  })
  afterAll(async () => {
    await receiver.close()
    await parts.close()
    await jobs.close()
    await verbs.close()
  })
  beforeEach(async () => {
    now = new Date()
    since = now
    const input = { url: receiver.url, eventTypes: ['terms.*'], idempotencyKey: `key-${(made += 1)}` }
    const { webhookEndpoint } = await verbs.run(admin, (ctx) => createWebhookEndpoint(ctx, input))
    endpointId = webhookEndpoint.id
  })
  afterEach(async () => {
    for (const table of ['webhook_attempt', 'webhook_message', 'webhook_endpoint', 'activity'])
      await verbs.sql(`DELETE FROM ${table}`)
  })

  const happen = (type: typeof recorded, n: number) =>
    verbs.run(admin, async (ctx) =>
      record(ctx, type, {
        subject: { id: `ord_${n}`, sellerId: 'org_a', organizationId: null, version: n },
        data: { n },
      }),
    )
  const replay = (wishes: Partial<WebhookReplaySinceInput> = {}) =>
    verbs.run(admin, (ctx) => replayWebhooksSince(ctx, { endpointId, since, ...wishes }))
  const count = async (statuses: WebhookReplaySinceInput['statuses'], eventTypes?: string[]) =>
    (await replay({ dryRun: true, statuses: statuses!, ...(eventTypes ? { eventTypes } : {}) })).replayedCount
  const activity = (id: string) =>
    verbs.read(admin, (ctx) => ctx.em.findOneOrFail(Activity, { id }, { refresh: true }))
  /** Numbers of the events that arrived since the last look. */
  let seen = 0
  const arrived = () => {
    const fresh = receiver.requests.slice(seen)
    seen = receiver.requests.length
    return fresh.map(({ body }) => (JSON.parse(body.toString()) as { data: { n: number } }).data.n)
  }
  /** Four events: one failed, one skipped, one that succeeded, and one from before the endpoint listened. */
  async function fourFates(): Promise<void> {
    await verbs.sql(`UPDATE webhook_endpoint SET event_types = '{ping}'`)
    await happen(recorded, 1)
    await jobs.settle()
    await verbs.sql(`UPDATE webhook_endpoint SET event_types = '{terms.*}'`)
    await verbs.run(admin, (ctx) => disableWebhookEndpoint(ctx, { endpointId }))
    await happen(recorded, 2)
    await jobs.settle()
    await verbs.run(admin, (ctx) => enableWebhookEndpoint(ctx, { endpointId }))
    for (const n of [3, 4]) await happen(accepted, n)
    await jobs.settle()
    await verbs.sql(`UPDATE webhook_message SET status = 'FAILED' WHERE body LIKE '%"n":3%'`)
    expect(arrived().toSorted((a, b) => a - b)).toEqual([3, 4])
  }

  it('is counted by state and by event without anything being sent or changed', async () => {
    await fourFates()
    const before = await verbs.sql('SELECT * FROM webhook_message ORDER BY id')
    expect(await count(['FAILED'])).toBe(1)
    expect(await count(['SKIPPED'])).toBe(1)
    expect(await count(['NEVER_ATTEMPTED'])).toBe(1)
    expect(await count(['FAILED', 'SKIPPED', 'NEVER_ATTEMPTED'])).toBe(3)
    expect(await count(['FAILED', 'SKIPPED', 'NEVER_ATTEMPTED'], ['terms.accepted'])).toBe(1)
    const ended = await replay({ dryRun: true, since: new Date(0), until: since })
    expect(ended).toMatchObject({ replayedCount: 0, activity: null })
    await jobs.settle()

    expect(arrived()).toEqual([])
    expect(await verbs.sql('SELECT * FROM webhook_message ORDER BY id')).toEqual(before)
    expect(await verbs.sql('SELECT 1 FROM activity')).toEqual([])
  })

  it('is sent as it was rendered then, only what was asked for, and told as an activity', async () => {
    await fourFates()
    await verbs.run(admin, (ctx) => updateWebhookEndpoint(ctx, { endpointId, payload: 'THIN' }))
    const begun = await replay({ statuses: ['FAILED'] })
    expect(begun).toMatchObject({ replayedCount: 1, hasMore: false })
    await jobs.settle()
    expect(arrived()).toEqual([3])
    await jobs.runDelayed()
    expect(await activity(begun.activity!.id)).toMatchObject({
      kind: 'WEBHOOK_REPLAY',
      status: 'COMPLETED',
      total: 1,
      done: 1,
      counts: { sent: 1, leftOut: 0 },
    })

    await replay()
    await jobs.settle()
    expect(arrived()).toEqual([2])
    await jobs.runDelayed()
    expect(arrived()).toEqual([])
    expect((await verbs.sql('SELECT status FROM webhook_message')).map((row) => Object.values(row))).toEqual([
      ['SUCCEEDED'],
      ['SUCCEEDED'],
      ['SUCCEEDED'],
    ])
  })

  it('is sent for the first time when no message was ever made, if the filter lets it pass', async () => {
    await fourFates()
    await verbs.sql(`UPDATE webhook_endpoint SET event_types = '{ping}'`)
    for (const n of [5, 6]) await happen(recorded, n)
    await jobs.settle()
    await verbs.sql(`UPDATE webhook_endpoint SET event_types = '{terms.*}',
      filter = '{"path": "data.n", "operator": "NONE_OF", "values": ["5"]}'`)
    const begun = await replay({ statuses: ['NEVER_ATTEMPTED'] })
    await jobs.settle()
    await jobs.runDelayed()

    expect(arrived().toSorted((a, b) => a - b)).toEqual([1, 6])
    expect(await activity(begun.activity!.id)).toMatchObject({
      status: 'COMPLETED',
      total: 3,
      done: 3,
      counts: { sent: 2, leftOut: 1 },
    })
  })

  /** As many failed messages as there are, all alike. */
  const failed = (howMany: number) =>
    verbs.sql(
      `INSERT INTO webhook_message (id, seller_id, endpoint_id, event_id, event_type, status, body, created_at, updated_at)
       SELECT 'whm_' || n, 'org_a', $1, 'evt_' || n, 'terms.recorded', 'FAILED', '{"data":{"n":' || n || '}}', $2, $2
       FROM generate_series(1, $3) AS n`,
      [endpointId, now, howMany],
    )

  it('is replayed once per idempotency key, and every fault of a request is told', async () => {
    await failed(1)
    const first = await replay({ idempotencyKey: 'once' })
    const second = await replay({ idempotencyKey: 'once' })
    expect(second.activity!.id).toBe(first.activity!.id)
    await jobs.settle()
    expect(arrived()).toEqual([1])
    const faults = { until: since, eventTypes: ['terms.*', 'terms.lost'], statuses: [] }
    expect(await problemsOf(replay(faults))).toEqual([
      { code: 'PERIOD_INVALID', path: ['until'] },
      { code: 'WEBHOOK_EVENT_TYPE_UNKNOWN', path: ['eventTypes', '1'] },
      { code: 'REQUIRED', path: ['statuses'] },
    ])
  })

  /** How many messages a replay has made due; nobody sends them here. */
  const due = async () =>
    (
      await verbs.sql(`SELECT 1 FROM webhook_message WHERE endpoint_id = $1 AND status = 'PENDING'`, [
        endpointId,
      ])
    ).length

  it('is made due in parts, none before its time, until somebody cancels it', async () => {
    await failed(120)
    const begun = await replay()
    const id = begun.activity!.id
    await parts.settle()
    expect(await due()).toBe(50)
    expect(await activity(id)).toMatchObject({ status: 'RUNNING', total: 120, done: 50 })
    expect(await problemsOf(replay())).toEqual([{ code: 'WEBHOOK_REPLAY_RUNNING', path: ['endpointId'] }])
    await parts.runDelayed()
    expect(await due()).toBe(100)
    await verbs.run(admin, (ctx) => cancelActivity(ctx, { activityId: id }))
    await parts.runDelayed()

    expect(await due()).toBe(100)
    expect(await activity(id)).toMatchObject({ status: 'CANCELLED', done: 100 })
    expect(await count(['FAILED'])).toBe(20)
    await replay()
    await parts.settle()
    expect(await due()).toBe(120)
  })

  it('is not made due for an endpoint that was disabled on the way, and its activity says why', async () => {
    await failed(60)
    const begun = await replay()
    await parts.settle()
    await verbs.run(admin, (ctx) => disableWebhookEndpoint(ctx, { endpointId }))
    await parts.runDelayed()

    expect(await due()).toBe(50)
    expect(await activity(begun.activity!.id)).toMatchObject({
      status: 'FAILED',
      failureCode: 'WEBHOOK_ENDPOINT_DISABLED',
    })
    expect(await problemsOf(replay())).toEqual([{ code: 'WEBHOOK_ENDPOINT_DISABLED', path: ['endpointId'] }])
  })
})
