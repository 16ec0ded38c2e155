import { Webhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { pumpWebhooksJob } from '../../jobs/pump-webhooks.ts'
import { fanOutBatchJob } from '../../jobs/fan-out-batch.ts'
import { fanOutWebhooksJob } from '../../jobs/fan-out-webhooks.ts'
import { defineEvent } from '../../src/events/event.ts'
import { record } from '../../src/events/record.ts'
import { keyIdIn, keyIdOf } from '../../src/platform/envelope.ts'
import { createWebhookEndpoint } from '../../src/webhooks/create-webhook-endpoint.ts'
import { livePublicKeys, liveSecrets } from '../../src/webhooks/endpoint-secrets.ts'
import { findWebhookEndpoint } from '../../src/webhooks/find-webhook-endpoint.ts'
import { rewrapSecrets } from '../../src/webhooks/rewrap-secrets.ts'
import { rotateWebhookSecret } from '../../src/webhooks/rotate-webhook-secret.ts'
import type { WebhookEndpoint, WebhookSignatureScheme } from '../../src/webhooks/webhook-endpoint.entity.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { addSeller } from '../support/seller.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'
import { verifyV1a } from '../support/verify-v1a.ts'
import { startReceiver, type ReceivedRequest, type WebhookReceiver } from '../support/webhook-receiver.ts'

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

describe('an endpoint that chooses how it is signed for', () => {
  let verbs: VerbHarness
  let jobs: JobHarness
  let receiver: WebhookReceiver
  let now = new Date()
  let answer = 204
  let made = 0
  beforeAll(async () => {
    const clock = { now: () => now }
    verbs = await openVerbs({ clock })
    jobs = await openJobs(verbs, { clock, definitions: [fanOutBatchJob, fanOutWebhooksJob, pumpWebhooksJob] })
    await addSeller(verbs, 'org_a')
    receiver = await startReceiver((response) => void response.writeHead(answer).end())
  })
  afterAll(async () => {
    await receiver.close()
    await jobs.close()
    await verbs.close()
  })
  beforeEach(() => {
    now = new Date()
    answer = 204
  })
  afterEach(async () => {
    for (const table of ['webhook_attempt', 'webhook_message', 'webhook_endpoint'])
      await verbs.sql(`DELETE FROM ${table}`)
  })

  async function endpoint(signatureScheme: WebhookSignatureScheme) {
    const path = `/${(made += 1)}`
    const input = { url: receiver.url + path, eventTypes: ['terms.*'], idempotencyKey: path, signatureScheme }
    const { webhookEndpoint, secret } = await verbs.run(admin, (ctx) => createWebhookEndpoint(ctx, input))
    const requests = () => receiver.requests.filter((request) => request.path === path)
    return { id: webhookEndpoint.id, secret, requests }
  }
  const read = <T>(id: string, what: (ctx: Parameters<typeof liveSecrets>[0], of: WebhookEndpoint) => T) =>
    verbs.read(admin, async (ctx) => what(ctx, (await findWebhookEndpoint(ctx, id))!))
  const publicKeys = async (id: string) => (await read(id, livePublicKeys)).map(({ key }) => key)
  const rotate = (endpointId: string, signatureScheme?: WebhookSignatureScheme) =>
    verbs.run(admin, (ctx) =>
      rotateWebhookSecret(ctx, { endpointId, ...(signatureScheme ? { signatureScheme } : {}) }),
    )
  async function tell(): Promise<void> {
    const subject = { id: 'ord_1', sellerId: 'org_a', organizationId: 'org_c', version: 7 }
    await verbs.run(admin, async (ctx) => record(ctx, told, { subject, data: { note: 'Ünal ☁' } }))
    await jobs.settle()
  }
  /** Whether the reference libraries accept a request; they compare with the time of the machine. */
  function accepted(secret: string, request: ReceivedRequest): boolean {
    const { body, headers } = request
    const [id, timestamp] = [String(headers['webhook-id']), Number(headers['webhook-timestamp'])]
    const wanted = new Webhook(secret).sign(id, new Date(timestamp * 1000), body.toString())
    return String(headers['webhook-signature']).split(' ').includes(wanted)
  }

  it('with ED25519 is told no secret, and verifies by the key that anybody may read', async () => {
    const { id, secret, requests } = await endpoint('ED25519')
    await tell()
    const [key] = await publicKeys(id)
    const [request] = requests()

    expect(secret).toBeNull()
    expect(key).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/)
    expect(request!.headers['webhook-signature']).toMatch(/^v1a,\S+$/)
    expect(verifyV1a(request!.headers, request!.body, key!)).toBe(true)
    request!.body[3]! ^= 1
    expect(verifyV1a(request!.headers, request!.body, key!)).toBe(false)
  })

  it('with BOTH is verified by either, and by both libraries for the shared secret', async () => {
    const { id, secret, requests } = await endpoint('BOTH')
    await tell()
    const [request] = requests()
    const headers = request!.headers as Record<string, string>

    new Webhook(secret!).verify(request!.body, headers)
    new SvixWebhook(secret!).verify(request!.body, headers)
    expect(verifyV1a(headers, request!.body, (await publicKeys(id))[0]!)).toBe(true)
    expect(() => new SvixWebhook(secret!).verify(`${request!.body.toString()} `, headers)).toThrow()
  })

  it('is signed anew for a retry: the same id and bytes, another timestamp', async () => {
    const { id, requests } = await endpoint('ED25519')
    answer = 500
    await tell()
    answer = 204
    now = new Date(now.getTime() + 10_000)
    await jobs.runDelayed()
    const [first, second] = requests()
    const [key] = await publicKeys(id)

    expect(second!.body.equals(first!.body)).toBe(true)
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id'])
    expect(second!.headers['webhook-timestamp']).not.toBe(first!.headers['webhook-timestamp'])
    expect(verifyV1a(second!.headers, second!.body, key!)).toBe(true)
  })

  it('is signed with the old and the new of each kind for 24 hours after a rotation, then with the new', async () => {
    const { id, secret: oldSecret, requests } = await endpoint('BOTH')
    const [oldKey] = await publicKeys(id)
    const { secret: newSecret } = await rotate(id)
    now = new Date(now.getTime() + 24 * hour - 1000)
    await tell()
    const [newKey, kept] = await publicKeys(id)
    const [during] = requests()
    expect(kept).toBe(oldKey)
    expect(newKey).not.toBe(oldKey)
    expect([newSecret!, oldSecret!].map((one) => accepted(one, during!))).toEqual([true, true])
    expect([newKey!, oldKey!].map((one) => verifyV1a(during!.headers, during!.body, one))).toEqual([
      true,
      true,
    ])

    now = new Date(now.getTime() + 2000)
    await tell()
    const [, after] = requests()
    expect(await publicKeys(id)).toEqual([newKey])
    expect([newSecret!, oldSecret!].map((one) => accepted(one, after!))).toEqual([true, false])
    expect([newKey!, oldKey!].map((one) => verifyV1a(after!.headers, after!.body, one))).toEqual([
      true,
      false,
    ])
  })

  it('goes from a shared secret to a key pair by a rotation, the secret valid 24 hours more', async () => {
    const { id, secret, requests } = await endpoint('HMAC')
    expect(await publicKeys(id)).toEqual([])
    const rotated = await rotate(id, 'ED25519')
    expect(rotated.secret).toBeNull()
    expect(rotated.webhookEndpoint).toMatchObject({ signatureScheme: 'ED25519', version: 2 })
    await tell()
    now = new Date(now.getTime() + 24 * hour)
    await tell()
    const [during, after] = requests()
    const [key] = await publicKeys(id)

    expect(accepted(secret!, during!)).toBe(true)
    expect(verifyV1a(during!.headers, during!.body, key!)).toBe(true)
    expect(after!.headers['webhook-signature']).toMatch(/^v1a,\S+$/)
    // What is not named stays: the scheme is the endpoint's.
    expect((await rotate(id)).webhookEndpoint.signatureScheme).toBe('ED25519')
  })

  it('has its private key in no table, and under the current master key after rotate-keys', async () => {
    const { id } = await endpoint('ED25519')
    const [secret] = await read(id, liveSecrets)
    const before = await publicKeys(id)
    expect(secret).toMatch(/^whsk_/)
    for (const table of ['webhook_endpoint', 'outbox_event', 'idempotency_key', 'audit_entry'])
      expect(
        await verbs.sql(`SELECT 1 FROM ${table} t WHERE t::text LIKE '%' || $1 || '%'`, [
          secret!.slice(5, 25),
        ]),
      ).toEqual([])

    const earlier = verbs.keys.encryption
    Object.assign(verbs.keys, { encryption: Buffer.alloc(32, 7), earlierEncryption: [earlier] })
    expect(await verbs.run(admin, rewrapSecrets)).toBe(1)
    Object.assign(verbs.keys, { earlierEncryption: [] })
    expect(await read(id, (_, one) => one.secrets.map(({ sealed }) => keyIdIn(sealed)))).toEqual([
      keyIdOf(verbs.keys.encryption),
    ])
    expect(await read(id, liveSecrets)).toEqual([secret])
    expect(await publicKeys(id)).toEqual(before)
    Object.assign(verbs.keys, { encryption: earlier })
  })
})
