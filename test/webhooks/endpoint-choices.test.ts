import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { pumpWebhooksJob } from '../../jobs/pump-webhooks.ts'
import { expireWebhooksJob } from '../../jobs/expire-webhooks.ts'
import { fanOutBatchJob } from '../../jobs/fan-out-batch.ts'
import { fanOutWebhooksJob } from '../../jobs/fan-out-webhooks.ts'
import { startDueJobs } from '../../jobs/timetable.ts'
import { defineEvent } from '../../src/events/event.ts'
import { record } from '../../src/events/record.ts'
import { keyIdIn, keyIdOf } from '../../src/platform/envelope.ts'
import { createWebhookEndpoint } from '../../src/webhooks/create-webhook-endpoint.ts'
import { enableWebhookEndpoint } from '../../src/webhooks/enable-webhook-endpoint.ts'
import { findWebhookEndpoint } from '../../src/webhooks/find-webhook-endpoint.ts'
import { rewrapSecrets } from '../../src/webhooks/rewrap-secrets.ts'
import { updateWebhookEndpoint } from '../../src/webhooks/update-webhook-endpoint.ts'
import type { WebhookEndpointCreateInput } from '../../src/webhooks/webhooks.inputs.ts'
import { problemsOf } from '../support/companies.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { addSeller } from '../support/seller.ts'
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
const admin = actorOf('org_a', ['RESELLER_ADMIN'])
const hour = 3_600_000

describe('an endpoint', () => {
  let verbs: VerbHarness
  let jobs: JobHarness
  let receiver: WebhookReceiver
  let now = new Date()
  let made = 0
  beforeAll(async () => {
    const clock = { now: () => now }
    verbs = await openVerbs({ clock })
    jobs = await openJobs(verbs, {
      clock,
      definitions: [fanOutBatchJob, fanOutWebhooksJob, pumpWebhooksJob, expireWebhooksJob],
    })
    await addSeller(verbs, 'org_a')
    receiver = await startReceiver()
  })
  afterAll(async () => {
    await receiver.close()
    await jobs.close()
    await verbs.close()
  })
  beforeEach(() => void (now = new Date()))
  afterEach(async () => {
    for (const table of ['webhook_attempt', 'webhook_message', 'webhook_endpoint'])
      await verbs.sql(`DELETE FROM ${table}`)
  })

  async function endpoint(wishes: Partial<WebhookEndpointCreateInput>) {
    const path = `/${(made += 1)}`
    const input = { url: receiver.url + path, eventTypes: ['terms.*'], idempotencyKey: path, ...wishes }
    const { webhookEndpoint } = await verbs.run(admin, (ctx) => createWebhookEndpoint(ctx, input))
    const requests = () => receiver.requests.filter((request) => request.path === path)
    return { id: webhookEndpoint.id, requests }
  }
  const read = (id: string) => verbs.read(admin, async (ctx) => (await findWebhookEndpoint(ctx, id))!)
  async function tell(): Promise<void> {
    const subject = { id: 'ord_1', sellerId: 'org_a', organizationId: null, version: 7 }
    await verbs.run(admin, async (ctx) => record(ctx, told, { subject, data: { note: 'x' } }))
    await jobs.settle()
  }

  it.each([
    [{ username: 'erp', password: 'canary-4711' }, 'BASIC', 'Basic ZXJwOmNhbmFyeS00NzEx'],
    [{ token: 'canary-4711' }, 'BEARER', 'Bearer canary-4711'],
  ])('is asked with its credential %o, which no table holds', async (authentication, kind, header) => {
    const headers = [{ name: 'authorization', value: 'overridden' }]
    const { id, requests } = await endpoint({ authentication, headers })
    await tell()
    expect(requests().map((one) => one.headers['authorization'])).toEqual([header])
    expect(await read(id)).toMatchObject({ authentication: kind })
    for (const table of ['webhook_endpoint', 'webhook_message', 'outbox_event', 'idempotency_key'])
      for (const text of ['canary-4711', 'ZXJwOmNhbmFyeS00NzEx'])
        expect(await verbs.sql(`SELECT 1 FROM ${table} t WHERE t::text LIKE '%${text}%'`)).toEqual([])

    const earlier = verbs.keys.encryption
    Object.assign(verbs.keys, { encryption: Buffer.alloc(32, 7), earlierEncryption: [earlier] })
    expect(await verbs.run(admin, rewrapSecrets)).toBe(1)
    expect(keyIdIn((await read(id)).sealedAuthorization!)).toBe(keyIdOf(verbs.keys.encryption))
    await tell()
    expect(requests().at(-1)!.headers['authorization']).toBe(header)
    Object.assign(verbs.keys, { encryption: earlier, earlierEncryption: [Buffer.alloc(32, 7)] })

    await verbs.run(admin, (ctx) => updateWebhookEndpoint(ctx, { endpointId: id, authentication: null }))
    await tell()
    expect(requests().at(-1)!.headers['authorization']).toBe('overridden')
    expect(await read(id)).toMatchObject({ authentication: 'NONE', sealedAuthorization: null })
  })

  it('hears nothing after it expired, is disabled with that reason, and its siblings are told', async () => {
    const { id, requests } = await endpoint({ expiresAt: new Date(now.getTime() + hour) })
    const sibling = await endpoint({ eventTypes: ['webhook_endpoint.disabled'] })
    await tell()
    await startDueJobs(jobs.parts)
    await jobs.settle()
    expect(requests()).toHaveLength(1)
    expect(await read(id)).toMatchObject({ status: 'ACTIVE', disabledReason: null })

    now = new Date(now.getTime() + hour)
    await tell()
    expect(requests()).toHaveLength(1)
    expect(
      await verbs.sql(`SELECT status FROM webhook_message WHERE endpoint_id = '${id}' ORDER BY id`),
    ).toEqual([{ status: 'SUCCEEDED' }, { status: 'SKIPPED' }])
    await startDueJobs(jobs.parts)
    await jobs.settle()
    expect(await read(id)).toMatchObject({ status: 'DISABLED', disabledReason: 'EXPIRED' })
    expect(sibling.requests().map(({ body }) => JSON.parse(body.toString()))).toMatchObject([
      {
        type: 'webhook_endpoint.disabled',
        data: { webhookEndpoint: { id, disabledReason: 'EXPIRED', expiresAt: now.toISOString() } },
      },
    ])

    const enable = () => verbs.run(admin, (ctx) => enableWebhookEndpoint(ctx, { endpointId: id }))
    expect(await problemsOf(enable())).toEqual([{ code: 'WEBHOOK_ENDPOINT_EXPIRED', path: ['endpointId'] }])
    await verbs.run(admin, (ctx) => updateWebhookEndpoint(ctx, { endpointId: id, expiresAt: null }))
    expect(await enable()).toMatchObject({ status: 'ACTIVE', disabledReason: null })
    await tell()
    expect(requests()).toHaveLength(2)
  })

  it('keeps the version of the envelope that it was made with, in every format', async () => {
    const standard = await endpoint({ apiVersion: '2026-11-01' })
    const structured = await endpoint({ format: 'CLOUDEVENTS_STRUCTURED' })
    // As if it had been made by a release that offers an older one.
    await verbs.sql(`UPDATE webhook_endpoint SET api_version = '2026-05-01'`)
    await tell()
    const [first] = standard.requests()
    const [second] = structured.requests()
    expect(JSON.parse(first!.body.toString())).toMatchObject({ apiVersion: '2026-05-01' })
    expect(JSON.parse(second!.body.toString())).toMatchObject({ apiversion: '2026-05-01' })
  })

  it('is refused with a wrong credential, a time that has passed, or a version that never was', async () => {
    const refused = endpoint({ authentication: { token: '' }, expiresAt: now, apiVersion: '2020-01-01' })
    expect(await problemsOf(refused)).toEqual([
      { code: 'AUTHENTICATION_INVALID', path: ['authentication', 'token'] },
      { code: 'EXPIRY_PASSED', path: ['expiresAt'] },
      { code: 'API_VERSION_UNKNOWN', path: ['apiVersion'] },
    ])
    expect(await verbs.sql('SELECT 1 FROM webhook_endpoint')).toEqual([])
  })
})
