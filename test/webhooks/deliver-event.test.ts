import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addJobs } from '../../jobs/add-jobs.ts'
import { fanOutBatchJob } from '../../jobs/fan-out-batch.ts'
import { fanOutWebhooksJob } from '../../jobs/fan-out-webhooks.ts'
import { pumpJobOf } from '../../jobs/pump-job.ts'
import { pumpWebhooksJob } from '../../jobs/pump-webhooks.ts'
import { replayWebhooksJob } from '../../jobs/replay-webhooks.ts'
import { defineEvent } from '../../src/events/event.ts'
import type { OutboxEvent } from '../../src/events/outbox-event.entity.ts'
import { record } from '../../src/events/record.ts'
import { createWebhookEndpoint } from '../../src/webhooks/create-webhook-endpoint.ts'
import { disableWebhookEndpoint } from '../../src/webhooks/disable-webhook-endpoint.ts'
import { enableWebhookEndpoint } from '../../src/webhooks/enable-webhook-endpoint.ts'
import { replayWebhookMessage } from '../../src/webhooks/replay-webhook-message.ts'
import { replayWebhooksSince } from '../../src/webhooks/replay-webhooks-since.ts'
import { rotateWebhookSecret } from '../../src/webhooks/rotate-webhook-secret.ts'
import { testWebhookEndpoint } from '../../src/webhooks/test-webhook-endpoint.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { addSeller } from '../support/seller.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'
import { startReceiver, type Behavior, type WebhookReceiver } from '../support/webhook-receiver.ts'

/** Stands for any event that is offered: the catalog knows its name. */
const told = defineEvent({
  type: 'terms.recorded',
  subjectType: 'order',
  description: 'For tests.',
  since: '0.1',
  schema: z.object({ note: z.string() }),
  example: { note: 'x' },
  offeredToWebhooks: true,
})

const admin = actorOf('org_a', ['RESELLER_ADMIN'])
const hour = 3_600_000

interface MessageRow {
  id: string
  status: string
  attempts: number
  next_attempt_at: Date | null
}

describe('an event on its way to endpoints', () => {
  let verbs: VerbHarness
  let jobs: JobHarness
  let now = new Date()
  let receivers: WebhookReceiver[] = []
  let made = 0
  beforeAll(async () => {
    const clock = { now: () => now }
    verbs = await openVerbs({ clock })
    jobs = await openJobs(verbs, {
      clock,
      definitions: [fanOutBatchJob, fanOutWebhooksJob, pumpWebhooksJob, replayWebhooksJob],
    })
    await addSeller(verbs, 'org_a')
    await addSeller(verbs, 'org_b')
  })
  afterAll(async () => {
    await jobs.close()
    await verbs.close()
  })
  beforeEach(() => void (now = new Date()))
  afterEach(async () => {
    for (const receiver of receivers) await receiver.close()
    receivers = []
    await verbs.sql('DELETE FROM webhook_attempt')
    await verbs.sql('DELETE FROM webhook_message')
    await verbs.sql('DELETE FROM webhook_endpoint')
  })

  async function endpoint(behavior?: Behavior, { eventTypes = ['terms.*'], actor = admin } = {}) {
    const receiver = await startReceiver(behavior)
    receivers.push(receiver)
    const input = { url: `${receiver.url}/hook`, eventTypes, idempotencyKey: `key-${(made += 1)}` }
    const { webhookEndpoint, secret } = await verbs.run(actor, (ctx) => createWebhookEndpoint(ctx, input))
    return { id: webhookEndpoint.id, secret: secret ?? '', receiver, requests: receiver.requests }
  }

  const tell = (actor = admin): Promise<OutboxEvent> =>
    verbs.run(actor, async (ctx) =>
      record(ctx, told, {
        subject: { id: 'ord_1', sellerId: actor.sellerId, organizationId: 'org_c', version: 7 },
        data: { note: 'Ünal ☁' },
      }),
    )
  const messages = (): Promise<MessageRow[]> =>
    verbs.sql<MessageRow>('SELECT id, status, attempts, next_attempt_at FROM webhook_message ORDER BY id')
  const attempts = () =>
    verbs.sql<object>(
      'SELECT number, trigger, status_code, error_code FROM webhook_attempt ORDER BY attempted_at, number',
    )
  const header = (value: string | string[] | undefined): string => String(value)

  it('arrives as a signed envelope that the reference library verifies', async () => {
    const { secret, requests } = await endpoint()
    const event = await tell()
    await jobs.settle()

    const [request] = requests
    expect(requests).toHaveLength(1)
    const verified = new Webhook(secret).verify(
      request!.body.toString(),
      request!.headers as Record<string, string>,
    )
    expect(verified).toEqual({
      id: event.id,
      type: 'terms.recorded',
      timestamp: now.toISOString(),
      apiVersion: '2026-11-01',
      organization: { id: 'org_c', sellerId: 'org_a' },
      subject: { type: 'order', id: 'ord_1', version: 7 },
      data: { note: 'Ünal ☁' },
    })
    expect(request!.headers['webhook-id']).toBe(event.id)
    expect(await messages()).toMatchObject([{ status: 'SUCCEEDED', attempts: 1, next_attempt_at: null }])
    expect(await attempts()).toEqual([{ number: 1, trigger: 'AUTO', status_code: 204, error_code: null }])
  })

  it('is sent again after a failure: the same id, the same bytes, a fresh signature', async () => {
    let answer = 500
    const { secret, requests } = await endpoint((response) => void response.writeHead(answer).end('a\u0000b'))
    const event = await tell()
    await jobs.settle()

    const [waiting] = await messages()
    expect(waiting).toMatchObject({ status: 'RETRYING', attempts: 1 })
    const wait = waiting!.next_attempt_at!.getTime() - now.getTime()
    expect(wait).toBeGreaterThanOrEqual(4000)
    expect(wait).toBeLessThanOrEqual(6000)

    now = new Date(now.getTime() + wait)
    answer = 204
    await jobs.runDelayed()

    const [first, second] = requests
    expect(requests).toHaveLength(2)
    expect(second!.body.equals(first!.body)).toBe(true)
    expect([first, second].map((one) => one!.headers['webhook-id'])).toEqual([event.id, event.id])
    expect([first, second].map((one) => one!.headers['webhook-attempt'])).toEqual(['1', '2'])
    expect(second!.headers['webhook-timestamp']).not.toBe(first!.headers['webhook-timestamp'])
    new Webhook(secret).verify(second!.body.toString(), second!.headers as Record<string, string>)
    expect(await messages()).toMatchObject([{ status: 'SUCCEEDED', attempts: 2 }])
    expect(await verbs.sql('SELECT response_body FROM webhook_attempt WHERE number = 1')).toEqual([
      { response_body: 'a\uFFFDb' },
    ])
  })

  it('is not sent twice when its fan-out and its delivery are run again', async () => {
    const { id, requests } = await endpoint()
    const event = await tell()
    await jobs.settle()
    const job = { sellerId: 'org_a', eventId: event.id }
    await jobs.parts.queues.queue('webhook-fan-out').add('webhook-fan-out', job, { jobId: 'again' })
    await addJobs(jobs.parts.queues, [pumpJobOf({ sellerId: 'org_a', endpointId: id })])
    await jobs.settle()

    expect(requests).toHaveLength(1)
    expect(await messages()).toHaveLength(1)
  })

  it('disables an endpoint that answers 410, and tells the others', async () => {
    const gone = await endpoint((response) => void response.writeHead(410).end())
    const other = await endpoint(undefined, { eventTypes: ['webhook_endpoint.disabled'] })
    await tell()
    await jobs.settle()
    await tell()
    await jobs.settle()

    expect(gone.requests).toHaveLength(1)
    expect(
      await verbs.sql('SELECT status, disabled_reason FROM webhook_endpoint WHERE id = $1', [gone.id]),
    ).toEqual([{ status: 'DISABLED', disabled_reason: 'GONE' }])
    expect(JSON.parse(other.requests[0]!.body.toString())).toMatchObject({
      type: 'webhook_endpoint.disabled',
      data: { webhookEndpoint: { id: gone.id, disabledReason: 'GONE' } },
    })
    expect((await messages()).map((one) => one.status).toSorted()).toEqual(['FAILED', 'SKIPPED', 'SUCCEEDED'])
  })

  it('can be replayed after the endpoint was disabled and enabled again', async () => {
    const { id, requests } = await endpoint()
    await verbs.run(admin, (ctx) => disableWebhookEndpoint(ctx, { endpointId: id }))
    const event = await tell()
    await jobs.settle()
    const [skipped] = await messages()
    expect(skipped).toMatchObject({ status: 'SKIPPED', attempts: 0 })
    expect(requests).toHaveLength(0)

    const input = { messageId: skipped!.id, idempotencyKey: 'replay-1' }
    const refused = verbs.run(admin, (ctx) => replayWebhookMessage(ctx, input))
    await expect(refused).rejects.toThrow('WEBHOOK_ENDPOINT_DISABLED')
    await verbs.run(admin, (ctx) => enableWebhookEndpoint(ctx, { endpointId: id }))
    await verbs.run(admin, (ctx) => replayWebhookMessage(ctx, input))
    await verbs.run(admin, (ctx) => replayWebhookMessage(ctx, input))
    await jobs.settle()

    expect(requests.map((one) => one.headers['webhook-id'])).toEqual([event.id])
    expect(await attempts()).toEqual([{ number: 1, trigger: 'MANUAL', status_code: 204, error_code: null }])
  })

  it('is sent by a replay of a period when it failed or was skipped, and not when it succeeded', async () => {
    let answer = 410
    const { id, requests } = await endpoint((response) => void response.writeHead(answer).end())
    const since = now
    const tellAll = async (count: number) => {
      for (let n = 0; n < count; n++) await tell()
      await jobs.settle()
    }
    await tellAll(1)
    await tellAll(2)
    expect((await messages()).map((one) => one.status).toSorted()).toEqual(['FAILED', 'SKIPPED', 'SKIPPED'])
    await verbs.run(admin, (ctx) => enableWebhookEndpoint(ctx, { endpointId: id }))
    answer = 204
    await tellAll(1)

    const again = () => verbs.run(admin, (ctx) => replayWebhooksSince(ctx, { endpointId: id, since }))
    expect(await again()).toMatchObject({ replayedCount: 3, hasMore: false })
    await jobs.settle()
    // With the ping that came first when it was enabled again.
    expect(requests).toHaveLength(6)
    expect((await messages()).map((one) => one.status)).toEqual(Array(5).fill('SUCCEEDED'))
    await jobs.runDelayed()
    expect(await again()).toMatchObject({ replayedCount: 0, hasMore: false })
  })

  it('is signed by the old and the new secret for 24 hours after a rotation', async () => {
    const { id, secret: old, requests } = await endpoint()
    const rotated = await verbs.run(admin, (ctx) => rotateWebhookSecret(ctx, { endpointId: id }))
    const signers = [rotated.secret!, old]
    const signaturesOf = (one: (typeof requests)[number]) =>
      signers.map((secret) =>
        new Webhook(secret).sign(header(one.headers['webhook-id']), now, one.body.toString()),
      )
    now = new Date(now.getTime() + 24 * hour - 1000)
    await tell()
    await jobs.settle()
    expect(header(requests[0]!.headers['webhook-signature']).split(' ')).toEqual(signaturesOf(requests[0]!))

    now = new Date(now.getTime() + 2000)
    await tell()
    await jobs.settle()
    const [current] = signaturesOf(requests[1]!)
    expect(header(requests[1]!.headers['webhook-signature'])).toBe(current)
  })

  it("never reaches another reseller's endpoint, whatever it subscribes to", async () => {
    const foreign = await endpoint(undefined, {
      eventTypes: ['*'],
      actor: actorOf('org_b', ['RESELLER_ADMIN'], { id: 'usr_b' }),
    })
    const own = await endpoint(undefined, { eventTypes: ['*'] })
    await tell()
    await jobs.settle()

    expect(own.requests).toHaveLength(1)
    expect(foreign.receiver.connections()).toBe(0)
  })

  it('goes to endpoints whose patterns match, and to no other', async () => {
    const exact = await endpoint(undefined, { eventTypes: ['terms.recorded'] })
    const other = await endpoint(undefined, { eventTypes: ['approval.*'] })
    await tell()
    await jobs.settle()

    expect([exact, other].map(({ requests }) => requests.length)).toEqual([1, 0])
  })

  it('is a ping when somebody tests one endpoint: signed, once, even while it is disabled', async () => {
    const { id, secret, requests } = await endpoint((response) => void response.writeHead(500).end())
    const bystander = await endpoint(undefined, { eventTypes: ['*'] })
    await verbs.run(admin, (ctx) => disableWebhookEndpoint(ctx, { endpointId: id }))
    const message = await verbs.run(admin, (ctx) => testWebhookEndpoint(ctx, { endpointId: id }))
    await jobs.settle()

    const [request] = requests
    expect(requests).toHaveLength(1)
    const verified = new Webhook(secret).verify(
      request!.body.toString(),
      request!.headers as Record<string, string>,
    )
    expect(verified).toMatchObject({ type: 'ping', data: { webhookEndpoint: { id } } })
    expect(bystander.requests.map((one) => JSON.parse(one.body.toString()).type)).toEqual([
      'webhook_endpoint.disabled',
    ])
    expect((await messages()).find((one) => one.id === message.id)).toMatchObject({
      status: 'FAILED',
      attempts: 1,
    })
  })
})
