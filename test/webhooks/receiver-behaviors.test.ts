import { gzipSync } from 'node:zlib'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backends } from '../support/app.ts'
import { PumpScene } from '../support/pump-scene.ts'
import {
  startReceiver,
  type Behavior,
  type ReceivedRequest,
  type WebhookReceiver,
} from '../support/webhook-receiver.ts'

const second = 1000
const keptBytes = 16 * 1024
/** Of all endpoints together, until the third ones come after five minutes. */
const attemptsInAll = 22

type Answer = Parameters<Behavior>[0]

/** Answers so to the first attempt, and with 204 to those after it. */
const atFirst =
  (behavior: (response: Answer) => void): Behavior =>
  (response, { headers }) =>
    headers['webhook-attempt'] === '1' ? behavior(response) : void response.writeHead(204).end()

const after =
  (ms: number): Behavior =>
  (response) =>
    void setTimeout(() => response.writeHead(204).end(), ms)

function endless(response: Answer): void {
  response.writeHead(200)
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(keptBytes))) continue
  }
  response.on('drain', more)
  more()
}

/** An HTTP date names whole seconds. */
const httpDateIn = (ms: number) => new Date(Math.ceil((Date.now() + ms) / second) * second).toUTCString()
const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024))

/** What a receiver does with each path; `seconds`: how long its endpoint waits, 15 where nothing is said. */
const behaviors = (canary: WebhookReceiver): Record<string, { answers: Behavior; seconds?: number }> => ({
  ordinary: { answers: (response) => void response.writeHead(204).end() },
  moved: { answers: (response) => void response.writeHead(301, { location: canary.url }).end() },
  gone: { answers: (response) => void response.writeHead(410).end() },
  missing: { answers: (response) => void response.writeHead(404).end() },
  busy: { answers: atFirst((response) => response.writeHead(429, { 'retry-after': '7' }).end()) },
  busyUntil: {
    answers: atFirst((response) => response.writeHead(429, { 'retry-after': httpDateIn(8 * second) }).end()),
  },
  broken: { answers: atFirst((response) => response.writeHead(500, { 'retry-after': '60' }).end()) },
  resetting: { answers: (response) => void response.socket?.resetAndDestroy() },
  stalling: { answers: after(20 * second), seconds: 4 },
  slow: { answers: after(20 * second), seconds: 24 },
  endless: { answers: endless },
  megabyte: { answers: (response) => void response.end(Buffer.alloc(1024 * 1024, 'x')) },
  bomb: { answers: (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb) },
})

interface Attempt {
  status_code: number | null
  error_code: string | null
  response_truncated: boolean
  length: number | null
  duration_ms: number
  attempted_at: Date
}

describe.each(backends())('receivers of every kind, each told of one event, queues on %s', (backend) => {
  let scene: PumpScene
  let canary: WebhookReceiver
  let untrusted: WebhookReceiver
  let requests: readonly ReceivedRequest[]
  const endpointIds = new Map<string, string>()

  beforeAll(async () => {
    scene = await PumpScene.open({ backend })
    canary = await scene.receiver()
    const kinds = behaviors(canary)
    const receiver = await scene.receiver((response, request) =>
      kinds[request.path.slice(1)]?.answers(response, request),
    )
    requests = receiver.requests
    for (const [name, { seconds }] of Object.entries(kinds)) {
      const wishes = { path: `/${name}`, ...(seconds ? { timeoutSeconds: seconds } : {}) }
      endpointIds.set(name, await scene.endpoint(receiver, wishes))
    }
    untrusted = await startReceiver(undefined, { tls: true })
    const byAddress = { ...untrusted, url: `https://127.0.0.1:${untrusted.port}` }
    endpointIds.set('untrusted', await scene.endpoint(byAddress, { path: '/untrusted' }))
    await scene.tell([{ subject: 'ord_1', version: 1 }])
    await scene.work()
    await attempted()
  })
  afterAll(async () => {
    await untrusted.close()
    await scene.close()
  })

  async function attempted(): Promise<void> {
    for (let tries = 0; tries < 400; tries++) {
      const attempts = await scene.verbs.sql('SELECT 1 FROM webhook_attempt')
      if (attempts.length >= attemptsInAll) return
      await sleep(200)
    }
    throw new Error(`Not all attempts were made: ${JSON.stringify(await scene.counts())}`)
  }

  /** What became of the one message of an endpoint. */
  async function fateOf(name: string) {
    const id = endpointIds.get(name)
    const [message] = await scene.verbs.sql<{ status: string; attempts: number; endpoint: string }>(
      `SELECT m.status, m.attempts, e.status || coalesce(' ' || e.disabled_reason, '') AS endpoint
       FROM webhook_message m JOIN webhook_endpoint e ON e.id = m.endpoint_id
       WHERE e.id = $1 AND m.event_type = 'terms.recorded'`,
      [id],
    )
    const attempts = await scene.verbs.sql<Attempt>(
      `SELECT a.status_code, a.error_code, a.response_truncated, length(a.response_body) AS length, a.duration_ms, a.attempted_at
       FROM webhook_attempt a JOIN webhook_message m ON m.id = a.message_id
       WHERE m.endpoint_id = $1 AND m.event_type = 'terms.recorded' ORDER BY a.number`,
      [id],
    )
    const waitMs =
      attempts[1] && attempts[0]
        ? attempts[1].attempted_at.getTime() - attempts[0].attempted_at.getTime()
        : null
    return { fate: [message?.status, message?.attempts, message?.endpoint], attempts, waitMs }
  }
  const saw = (name: string) => requests.filter(({ path }) => path === `/${name}`).length

  it.each([
    ['ordinary', ['SUCCEEDED', 1, 'ACTIVE'], 204, null],
    ['moved', ['RETRYING', 2, 'ACTIVE'], 301, null],
    ['gone', ['FAILED', 1, 'DISABLED GONE'], 410, null],
    ['missing', ['RETRYING', 2, 'ACTIVE'], 404, null],
    ['busy', ['SUCCEEDED', 2, 'ACTIVE'], 429, null],
    ['busyUntil', ['SUCCEEDED', 2, 'ACTIVE'], 429, null],
    ['broken', ['SUCCEEDED', 2, 'ACTIVE'], 500, null],
    ['resetting', ['RETRYING', 2, 'ACTIVE'], null, 'RESET'],
    ['stalling', ['RETRYING', 2, 'ACTIVE'], null, 'TIMEOUT'],
    ['slow', ['SUCCEEDED', 1, 'ACTIVE'], 204, null],
    ['endless', ['SUCCEEDED', 1, 'ACTIVE'], 200, null],
    ['megabyte', ['SUCCEEDED', 1, 'ACTIVE'], 200, null],
    ['bomb', ['SUCCEEDED', 1, 'ACTIVE'], 200, null],
    ['untrusted', ['RETRYING', 2, 'ACTIVE'], null, 'TLS'],
  ])('%s: %j', async (name, fate, status, error) => {
    const found = await fateOf(name)
    expect(found.fate).toEqual(fate)
    expect(found.attempts[0]).toMatchObject({ status_code: status, error_code: error })
    expect(found.attempts).toHaveLength(Number(fate[1]))
    if (name !== 'untrusted') expect(saw(name)).toBe(fate[1])
  })

  it('a redirect is not followed, and nothing is sent over a connection that nobody vouches for', () => {
    expect(canary.connections()).toBe(0)
    expect(untrusted.requests).toHaveLength(0)
    expect(untrusted.connections()).toBe(2)
  })

  it('Retry-After is waited for, in seconds and as a date; on 500 it is not heeded: so the check can fail', async () => {
    const [busy, busyUntil, broken] = await Promise.all(['busy', 'busyUntil', 'broken'].map(fateOf))
    expect(busy?.waitMs).toBeGreaterThanOrEqual(7 * second)
    expect(busy?.waitMs).toBeLessThan(10 * second)
    expect(busyUntil?.waitMs).toBeGreaterThanOrEqual(8 * second)
    expect(busyUntil?.waitMs).toBeLessThan(12 * second)
    expect(broken?.waitMs).toBeGreaterThanOrEqual(4 * second)
    expect(broken?.waitMs).toBeLessThan(7 * second)
  })

  it('a stall of 20 s is ended by the time-out of its endpoint, and waited for where that is longer', async () => {
    const [stalling, slow] = await Promise.all(['stalling', 'slow'].map(fateOf))
    for (const { duration_ms: ms } of stalling?.attempts ?? []) {
      expect(ms).toBeGreaterThanOrEqual(4 * second - 50)
      expect(ms).toBeLessThan(20 * second - 50)
    }
    expect(slow?.attempts[0]?.duration_ms).toBeGreaterThanOrEqual(20 * second - 50)
  })

  it.each([
    ['endless', true],
    ['megabyte', true],
    ['bomb', true],
    ['ordinary', false],
  ])(
    'of the answer of %s at most 16 KiB are kept, and whether that was all: cut is %s',
    async (name, isCut) => {
      const { attempts } = await fateOf(name)
      expect(attempts[0]?.response_truncated).toBe(isCut)
      expect(attempts[0]?.length ?? 0).toBeLessThanOrEqual(keptBytes)
      if (name === 'megabyte') expect(attempts[0]?.length).toBe(keptBytes)
    },
  )
})
