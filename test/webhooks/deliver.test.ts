import { gunzipSync, gzipSync } from 'node:zlib'
import { createServer, type AddressInfo } from 'node:net'
import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import { deliverWebhook, type DeliveryTools } from '../../integrations/webhooks/deliver.ts'
import { noTimings } from '../../integrations/webhooks/delivery-timings.ts'
import { webhookHeaders } from '../../integrations/webhooks/sign.ts'
import type { DeliveryRequest } from '../../src/webhooks/delivery-port.ts'
import { createWebhookSecret } from '../../src/webhooks/webhook-secret.ts'
import { startReceiver, type Behavior, type WebhookReceiver } from '../support/webhook-receiver.ts'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function receiver(behavior?: Behavior, options?: { tls: boolean }): Promise<WebhookReceiver> {
  const started = await startReceiver(behavior, options)
  cleanups.push(() => started.close())
  return started
}

/** A server that answers the first bytes of each connection with raw text. */
async function rawReceiver(answer: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => new Promise((resolve) => server.close(resolve)))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // listens on TCP, see above
}

type Wishes = Partial<DeliveryRequest> & { tools?: Partial<DeliveryTools> }

/** Each reading of the clock is 7 ms after the one before. */
function deliver(url: string, { tools, ...wishes }: Wishes = {}) {
  let time = Date.parse('2026-03-02T10:00:00Z')
  const request = { url, headers: {}, body: Buffer.from('{}'), timeoutMs: 5000, allow: { loopback: true } }
  return deliverWebhook({ ...request, ...wishes }, { now: () => (time += 7), ...tools })
}

const answering =
  (status: number, headers: Record<string, string> = {}, body: string | Buffer = ''): Behavior =>
  (response) =>
    void response.writeHead(status, headers).end(body)

describe('a delivery', () => {
  it('POSTs the very bytes with the very headers, verifiable by the reference library', async () => {
    const { url, requests } = await receiver()
    const secret = createWebhookSecret(randomBytes)
    const body = Buffer.from('{"type":"order.placed",  "name":"Ünal ☁"}')
    const attempt = {
      id: 'evt_1',
      timestamp: new Date(),
      body,
      secrets: [secret],
      deliveryId: 'dlv_1',
      attempt: 2,
    }
    const outcome = await deliver(`${url}/hooks?a=1`, { headers: webhookHeaders(attempt), body })
    expect(outcome).toEqual({
      kind: 'response',
      status: 204,
      headers: { date: expect.any(String) },
      body: Buffer.alloc(0),
      truncated: false,
      durationMs: 7,
      remoteAddress: '127.0.0.1',
      timings: { dnsMs: null, connectMs: expect.any(Number), tlsMs: null, firstByteMs: expect.any(Number) },
    })
    expect(requests).toHaveLength(1)
    expect(requests[0]).toMatchObject({ method: 'POST', path: '/hooks?a=1', body })
    expect(requests[0]!.headers).toMatchObject({
      'content-length': String(body.length),
      'content-type': 'application/json',
      'user-agent': 'Countersign-Webhooks/1',
      'webhook-attempt': '2',
      'webhook-delivery-id': 'dlv_1',
    })
    const headers = requests[0]!.headers as Record<string, string> // each of ours came once
    expect(() => new Webhook(secret).verify(requests[0]!.body, headers)).not.toThrow()
  })

  it('has a connection of its own', async () => {
    const { url, connections, quiet } = await receiver()
    await deliver(url)
    await deliver(url)
    await quiet()
    expect(connections()).toBe(2)
  })

  it('takes no proxy from the environment', async () => {
    const { url, requests } = await receiver()
    const proxy = await receiver()
    const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY']
    for (const name of names) process.env[name] = proxy.url
    const outcome = await deliver(url).finally(() => names.forEach((name) => delete process.env[name]))
    expect(outcome).toMatchObject({ kind: 'response', status: 204 })
    expect([requests.length, proxy.connections()]).toEqual([1, 0])
  })

  it('is not made to a URL that the rules refuse, and says why', async () => {
    const { url, connections } = await receiver()
    expect(await deliver(url, { allow: { loopback: false } })).toEqual({
      kind: 'error',
      code: 'INVALID_URL',
      message: 'Use an https:// URL: events carry business data and are sent encrypted only.',
      durationMs: 7,
      remoteAddress: null,
      timings: noTimings,
    })
    expect(connections()).toBe(0)
  })
})

describe('the receiver answers', () => {
  it.each([200, 201, 400, 404, 410, 500, 503])('%i, which is reported as it is', async (status) => {
    const { url } = await receiver(answering(status, { 'content-type': 'text/plain' }, 'said so'))
    const outcome = await deliver(url)
    expect(outcome).toMatchObject({
      kind: 'response',
      status,
      body: Buffer.from('said so'),
      truncated: false,
    })
  })

  it.each([301, 302, 303, 307, 308])('%i, which is not followed', async (status) => {
    const target = await receiver()
    const location = `${target.url}/next?token=secret#part`
    const { url, requests } = await receiver(answering(status, { location }))
    const outcome = await deliver(url)
    expect(outcome).toMatchObject({ kind: 'response', status, headers: { location: `${target.url}/next` } })
    expect([requests.length, target.connections()]).toEqual([1, 0])
  })

  it.each(['7', 'Mon, 02 Mar 2026 10:01:30 GMT'])('429 with Retry-After %s, which is kept', async (value) => {
    const { url } = await receiver(answering(429, { 'retry-after': value }))
    expect(await deliver(url)).toMatchObject({ status: 429, headers: { 'retry-after': value } })
  })

  it('with headers, of which only harmless ones are kept', async () => {
    const headers = {
      'set-cookie': 'session=1',
      'www-authenticate': 'Basic realm="x"',
      'x-internal': 'secret',
      'webhook-delivery': 'disable',
      'content-type': 'application/json',
      server: 's'.repeat(5000),
    }
    const { url } = await receiver(answering(200, headers, '{}'))
    expect(await deliver(url)).toMatchObject({
      headers: {
        'content-type': 'application/json',
        'webhook-delivery': 'disable',
        server: 's'.repeat(1024),
        date: expect.any(String),
      },
    })
    const outcome = await deliver(url)
    const kept = outcome.kind === 'response' ? Object.keys(outcome.headers).toSorted() : []
    expect(kept).toEqual(['content-type', 'date', 'server', 'webhook-delivery'])
  })

  it.each([
    ['exactly 16 KiB', 16 * 1024, false],
    ['one byte more', 16 * 1024 + 1, true],
    ['a megabyte', 1024 * 1024, true],
  ])('with %s, of which 16 KiB are kept', async (_what, size, truncated) => {
    const sent = randomBytes(size)
    const { url } = await receiver(answering(200, {}, sent))
    const outcome = await deliver(url)
    expect(outcome).toMatchObject({ kind: 'response', status: 200, truncated })
    expect(outcome).toHaveProperty('body', sent.subarray(0, 16 * 1024))
  })

  it('with a body that never ends: the status counts, and the connection is dropped', async () => {
    let sent = 0
    const { url, quiet } = await receiver((response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16 * 1024))) sent += 16 * 1024
      }
      response.on('drain', more)
      more()
    })
    expect(await deliver(url)).toMatchObject({ kind: 'response', status: 200, truncated: true })
    await quiet()
    expect(sent).toBeLessThan(64 * 1024 * 1024)
  })

  it('with a body that drips: the whole is bounded, the status counts', async () => {
    const { url, quiet } = await receiver((response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(drip))
    })
    expect(await deliver(url, { timeoutMs: 300 })).toMatchObject({
      kind: 'response',
      status: 200,
      truncated: true,
    })
    await quiet()
  })

  it('with a gzip bomb, which is kept packed', async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024))
    const { url } = await receiver(answering(200, { 'content-encoding': 'gzip' }, bomb))
    const outcome = await deliver(url)
    expect(outcome).toMatchObject({ status: 200, headers: { 'content-encoding': 'gzip' }, truncated: true })
    expect(outcome).toHaveProperty('body', bomb.subarray(0, 16 * 1024))
  })

  it('with a small packed body, which is kept packed too', async () => {
    const { url } = await receiver(answering(200, { 'content-encoding': 'gzip' }, gzipSync('hello')))
    const outcome = await deliver(url)
    expect(outcome.kind === 'response' && gunzipSync(outcome.body).toString()).toBe('hello')
  })
})

describe('no answer comes', () => {
  it('when the receiver resets', async () => {
    const { url, requests } = await receiver((response) => response.socket?.resetAndDestroy())
    expect(await deliver(url)).toEqual({
      kind: 'error',
      code: 'RESET',
      message: 'The receiver closed the connection before it answered.',
      durationMs: 7,
      remoteAddress: '127.0.0.1',
      timings: expect.objectContaining({ dnsMs: null, connectMs: expect.any(Number), firstByteMs: null }),
    })
    expect(requests).toHaveLength(1)
  })

  it('when the receiver hangs up', async () => {
    const { url } = await receiver((response) => response.socket?.end())
    expect(await deliver(url)).toMatchObject({ kind: 'error', code: 'RESET' })
  })

  it('when the receiver stalls, and its connection is dropped then', async () => {
    const { url, requests, quiet } = await receiver(() => undefined)
    expect(await deliver(url, { timeoutMs: 200 })).toEqual({
      kind: 'error',
      code: 'TIMEOUT',
      message: 'The receiver did not answer in time.',
      durationMs: 7,
      remoteAddress: '127.0.0.1',
      timings: expect.objectContaining({ connectMs: expect.any(Number), firstByteMs: null }),
    })
    await quiet()
    expect(requests).toHaveLength(1)
  })

  it('when the resolver stalls', async () => {
    const resolve = () => new Promise<never>(() => undefined)
    const outcome = await deliver('https://hooks.example.com/', { timeoutMs: 200, tools: { resolve } })
    expect(outcome).toMatchObject({ kind: 'error', code: 'TIMEOUT' })
  })

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ESERVFAIL'])('when the name cannot be resolved: %s', async (code) => {
    const resolve = () => Promise.reject(Object.assign(new Error('no'), { code }))
    expect(await deliver('https://hooks.example.com/', { tools: { resolve } })).toMatchObject({
      kind: 'error',
      code: 'DNS',
      message: 'The host name could not be resolved.',
    })
  })

  it('when nothing listens, and the sentence names no address', async () => {
    const gone = await receiver()
    await gone.close()
    expect(await deliver(gone.url)).toMatchObject({
      kind: 'error',
      code: 'REFUSED',
      message: 'The receiver could not be reached: nothing listens there, or no route leads to it.',
    })
  })

  it('when the answer is not HTTP', async () => {
    const outcome = await deliver(await rawReceiver('SSH-2.0-OpenSSH_9.2\r\n\r\n'))
    expect(outcome).toMatchObject({ kind: 'error', code: 'PROTOCOL' })
  })

  it('when the headers of the answer are endless', async () => {
    const outcome = await deliver(await rawReceiver(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`))
    expect(outcome).toMatchObject({ kind: 'error', code: 'TOO_LARGE' })
  })

  it('when a header cannot be sent, and nothing is sent then', async () => {
    const { url, requests } = await receiver()
    const outcome = await deliver(url, { headers: { 'x-bad': 'a\r\nx-injected: 1' } })
    expect(outcome).toMatchObject({ kind: 'error', code: 'OTHER' })
    expect(requests).toHaveLength(0)
  })
})
