import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fanOutNotificationsJob } from '../../jobs/fan-out-notifications.ts'
import { fanOutBatchJob } from '../../jobs/fan-out-batch.ts'
import { fanOutWebhooksJob } from '../../jobs/fan-out-webhooks.ts'
import { pumpWebhooksJob } from '../../jobs/pump-webhooks.ts'
import { replayWebhooksJob } from '../../jobs/replay-webhooks.ts'
import { reconcileOnce } from '../../jobs/reconcile.ts'
import { sendEmailJob } from '../../jobs/send-email.ts'
import { defineEvent } from '../../src/events/event.ts'
import { record } from '../../src/events/record.ts'
import type { Mail } from '../../src/notifications/mail-port.ts'
import { createWebhookEndpoint } from '../../src/webhooks/create-webhook-endpoint.ts'
import { disableWebhookEndpoint } from '../../src/webhooks/disable-webhook-endpoint.ts'
import { enableWebhookEndpoint } from '../../src/webhooks/enable-webhook-endpoint.ts'
import { replayWebhooksSince } from '../../src/webhooks/replay-webhooks-since.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { addSeller } from '../support/seller.ts'
import { plantUser, standingClock } from '../support/small-world.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

const told = defineEvent({
  type: 'terms.recorded',
  subjectType: 'order',
  description: 'For tests.',
  since: '0.1',
  schema: z.object({ note: z.string() }),
  example: { note: 'x' },
  offeredToWebhooks: true,
})

const admin = actorOf('org_a', ['RESELLER_ADMIN'], { id: 'usr_a' })
const start = Date.parse('2026-11-23T09:00:00.000Z')
const second = 1 / 3600

/** How the receiver answers now. */
interface Answer {
  status: number
  headers?: Record<string, string>
}

const mailJobs = [fanOutNotificationsJob, sendEmailJob]

describe('the health of an endpoint', { timeout: 300_000 }, () => {
  const clock = standingClock()
  let verbs: VerbHarness
  let jobs: JobHarness
  let receiver: WebhookReceiver
  let answer: Answer = { status: 204 }
  let mails: Mail[] = []
  let made = 0
  let subjects = 0
  beforeAll(async () => {
    verbs = await openVerbs({ clock })
    const mailer = {
      send: (mail: Mail) => Promise.resolve({ kind: 'SENT' as const, mail: mails.push(mail) }),
      close: () => Promise.resolve(),
    }
    jobs = await openJobs(verbs, {
      clock,
      definitions: [fanOutBatchJob, fanOutWebhooksJob, pumpWebhooksJob, replayWebhooksJob, ...mailJobs],
      mail: { mailer, linkDays: 7 },
    })
    await addSeller(verbs, 'org_a')
    await plantUser(verbs, { id: 'usr_a', sellerId: 'org_a', roles: ['RESELLER_ADMIN'] })
    receiver = await startReceiver(
      (response) => void response.writeHead(answer.status, answer.headers).end('said so'),
    )
  })
  afterAll(async () => {
    await receiver.close()
    await jobs.close()
    await verbs.close()
  })
  beforeEach(() => {
    clock.set(new Date(start).toISOString())
    answer = { status: 204 }
    mails = []
  })
  afterEach(async () => {
    await verbs.sql('DELETE FROM webhook_attempt')
    await verbs.sql('DELETE FROM webhook_message')
    await verbs.sql('DELETE FROM webhook_endpoint')
  })

  async function endpoint(pace: { disablePolicy?: 'NEVER' } = {}): Promise<string> {
    const input = {
      url: `${receiver.url}/hook`,
      eventTypes: ['terms.*'],
      ...pace,
      idempotencyKey: `key-${(made += 1)}`,
    }
    const { webhookEndpoint } = await verbs.run(admin, (ctx) => createWebhookEndpoint(ctx, input))
    return webhookEndpoint.id
  }
  const tell = async (count = 1) => {
    await verbs.run(admin, async (ctx) => {
      for (let n = 0; n < count; n++)
        record(ctx, told, {
          subject: { id: `ord_${(subjects += 1)}`, sellerId: 'org_a', organizationId: null, version: 1 },
          data: { note: 'x' },
        })
    })
    await jobs.settle()
  }
  /** Moves the clock to so many hours after the start, and does what is due then. */
  const comes = async (hours: number) => {
    clock.set(new Date(start + hours * 3_600_000).toISOString())
    await reconcileOnce(jobs.parts, 0)
    await jobs.settle()
  }
  const sentSoFar = () => receiver.requests.length
  const statuses = async () =>
    (await verbs.sql<{ status: string }>('SELECT status FROM webhook_message ORDER BY id')).map(
      ({ status }) => status,
    )
  const state = async (id: string) => {
    const [row] = await verbs.sql<{
      status: string
      disabled_reason: string | null
      breaker: { state: string } | null
    }>('SELECT status, disabled_reason, breaker FROM webhook_endpoint WHERE id = $1', [id])
    return [row?.status, row?.disabled_reason, row?.breaker?.state ?? 'CLOSED']
  }
  const events = async () =>
    (
      await verbs.sql<{ type: string; notice: string | null }>(
        `SELECT type, data -> 'outage' ->> 'notice' AS notice FROM outbox_event WHERE type LIKE 'webhook_endpoint.%'
           AND type <> 'webhook_endpoint.created' ORDER BY id`,
      )
    ).map(({ type, notice }) => `${type}${notice ? ` ${notice}` : ''}`)

  it('is paused as a whole by Retry-After, and what waits costs no attempt', async () => {
    const id = await endpoint()
    const before = sentSoFar()
    answer = { status: 429, headers: { 'retry-after': '60' } }
    await tell()
    await tell(3)
    expect(sentSoFar() - before).toBe(1)
    answer = { status: 204 }
    await comes(59 * second)
    expect(sentSoFar() - before).toBe(1)
    await comes(61 * second)
    expect(sentSoFar() - before).toBe(5)
    expect(await statuses()).toEqual(Array(4).fill('SUCCEEDED'))
    expect(await verbs.sql('SELECT attempts FROM webhook_message ORDER BY attempts')).toEqual(
      [1, 1, 1, 2].map((attempts) => ({ attempts })),
    )
    expect(await state(id)).toEqual(['ACTIVE', null, 'CLOSED'])
  })

  it('is not paused by 500 with Retry-After: so the check above can fail', async () => {
    await endpoint()
    const before = sentSoFar()
    answer = { status: 500, headers: { 'retry-after': '60' } }
    await tell()
    await tell(3)
    expect(sentSoFar() - before).toBe(4)
  })

  it('opens its breaker at ten failures of a minute; the rest waits without an attempt until one gets through', async () => {
    const id = await endpoint()
    const before = sentSoFar()
    answer = { status: 500 }
    await tell(30)
    const tried = sentSoFar() - before
    expect(tried).toBeGreaterThanOrEqual(10)
    // Those that were under way when it opened came back too.
    expect(tried).toBeLessThanOrEqual(15)
    expect(await state(id)).toEqual(['ACTIVE', null, 'OPEN'])
    await comes(29 * second)
    expect(sentSoFar() - before).toBe(tried)
    await comes(31 * second)
    expect(sentSoFar() - before).toBe(tried + 1)
    expect(await state(id)).toEqual(['ACTIVE', null, 'OPEN'])
    await comes(89 * second)
    expect(sentSoFar() - before).toBe(tried + 1)
    answer = { status: 204 }
    await comes(92 * second)
    expect(await state(id)).toEqual(['ACTIVE', null, 'CLOSED'])
    await comes(2)
    expect(await statuses()).toEqual(Array(30).fill('SUCCEEDED'))
    const [most] = await verbs.sql<{ attempts: number }>(
      'SELECT max(attempts) AS attempts FROM webhook_message',
    )
    expect(most?.attempts).toBeLessThanOrEqual(3)
  })

  it('that fails for five days is told of four times, by mail and event, and disabled; a replay sends what it missed', async () => {
    const id = await endpoint()
    const since = new Date(start)
    answer = { status: 500 }
    await tell()
    const expected: Array<[hours: number, mails: number, events: string[]]> = [
      [0.98, 0, []],
      [1.01, 1, ['webhook_endpoint.failing FAILING_1_HOUR']],
      [23.9, 1, []],
      [24.1, 2, ['webhook_endpoint.failing FAILING_24_HOURS']],
      [95.9, 2, []],
      [96.1, 3, ['webhook_endpoint.failing DISABLED_IN_24_HOURS']],
      [119.9, 3, []],
      [120.1, 4, ['webhook_endpoint.disabled']],
    ]
    const told: string[] = []
    const already = (await events()).length
    for (const [hours, count, more] of expected) {
      await comes(hours)
      if (hours === 95.9) await tell()
      told.push(...more)
      expect([hours, (await events()).slice(already)]).toEqual([hours, told])
      expect([hours, mails.length]).toEqual([hours, count])
    }
    expect(await state(id)).toMatchObject({ 0: 'DISABLED', 1: 'FAILING' })
    const subjects = ['fails', 'fails', 'will be disabled', 'is disabled']
    expect(mails.map(({ to, subject }) => `${to.address} ${subject.replace(receiver.url, 'URL')}`)).toEqual(
      subjects.map((what) => `usr_a@demo.example Webhook endpoint URL/hook ${what}`),
    )
    expect(mails[0]?.text).toContain('500 said so')

    await tell(2)
    expect((await statuses()).filter((status) => status === 'SKIPPED').length).toBeGreaterThanOrEqual(2)
    const before = sentSoFar()
    answer = { status: 204 }
    await verbs.run(admin, (ctx) => enableWebhookEndpoint(ctx, { endpointId: id }))
    await jobs.settle()
    expect(sentSoFar() - before).toBe(1)
    expect(receiver.requests.at(-1)?.body.toString()).toContain('"type":"ping"')
    const { replayedCount } = await verbs.run(admin, (ctx) =>
      replayWebhooksSince(ctx, { endpointId: id, since }),
    )
    await jobs.settle()
    const missed = receiver.requests.slice(before + 1).map(({ headers }) => String(headers['webhook-id']))
    expect([missed.length, new Set(missed).size]).toEqual([replayedCount, 4])
    expect(await statuses()).toEqual(Array(5).fill('SUCCEEDED'))
  })

  it('whose policy is NEVER is told of twice and never disabled: so the check above can fail', async () => {
    const id = await endpoint({ disablePolicy: 'NEVER' })
    const already = (await events()).length
    answer = { status: 500 }
    await tell()
    for (const hours of [1.1, 24.1, 96.1, 120.1, 400]) {
      if (hours === 96.1) await tell()
      await comes(hours)
    }
    expect((await events()).slice(already)).toEqual([
      'webhook_endpoint.failing FAILING_1_HOUR',
      'webhook_endpoint.failing FAILING_24_HOURS',
    ])
    expect((await state(id))[0]).toBe('ACTIVE')
  })

  it('that works again is told of once, and only if its failing was', async () => {
    await endpoint()
    const already = (await events()).length
    answer = { status: 500 }
    await tell()
    answer = { status: 204 }
    await comes(6 * second)
    expect((await events()).slice(already)).toEqual([])
    answer = { status: 500 }
    await tell()
    await comes(1.1)
    answer = { status: 204 }
    await comes(1.5)
    await comes(2.5)
    expect((await events()).slice(already)).toEqual([
      'webhook_endpoint.failing FAILING_1_HOUR',
      'webhook_endpoint.recovered',
    ])
  })

  it('does not change when it is enabled while it is active, and what waits is skipped when it is disabled', async () => {
    const id = await endpoint()
    answer = { status: 500 }
    await tell()
    const row = () => verbs.sql('SELECT * FROM webhook_endpoint WHERE id = $1', [id])
    const before = await row()
    await verbs.run(admin, (ctx) => enableWebhookEndpoint(ctx, { endpointId: id }))
    await jobs.settle()
    expect(await row()).toEqual(before)
    await verbs.run(admin, (ctx) => disableWebhookEndpoint(ctx, { endpointId: id }))
    await jobs.settle()
    expect(await statuses()).toEqual(['SKIPPED'])
  })

  it('logs what was sent and answered, but no credential', async () => {
    const input = {
      url: `${receiver.url}/hook`,
      eventTypes: ['terms.*'],
      idempotencyKey: `key-${(made += 1)}`,
      headers: [{ name: 'x-api-key', value: 'very-secret' }],
    }
    await verbs.run(admin, (ctx) => createWebhookEndpoint(ctx, input))
    answer = { status: 500, headers: { 'x-request-id': 'r1', 'set-cookie': 'a=b' } }
    await tell()
    expect(receiver.requests.at(-1)?.headers['x-api-key']).toBe('very-secret')
    const [log] = await verbs.sql<Record<string, unknown>>('SELECT * FROM webhook_attempt')
    expect(JSON.stringify(log)).not.toContain('very-secret')
    expect(log).toMatchObject({
      request_headers: {
        'x-api-key': '[redacted]',
        'webhook-attempt': '1',
        'content-type': 'application/json',
      },
      response_headers: { 'x-request-id': 'r1' },
      response_body: 'said so',
      response_truncated: false,
      remote_address: '127.0.0.1',
      dns_ms: null,
      tls_ms: null,
      connect_ms: expect.any(Number),
      first_byte_ms: expect.any(Number),
    })
    expect(Object.keys(log?.['response_headers'] ?? {})).not.toContain('set-cookie')
  })
})
