import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { serveHealth } from '../../src/api/health.ts'
import { measureRequests } from '../../src/api/measure-requests.ts'
import { createMetrics } from '../../src/api/metrics.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { createLogger } from '../../src/platform/logger.ts'
import { postgresQueues, type Queues } from '../../src/platform/queues.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'
import { ask, openPages, type PageServer } from '../support/pages.ts'

const instance = { instance: 'one', version: '1.2.3' }
const proxied = { 'x-forwarded-for': '203.0.113.9' }

let verbs: VerbHarness
let queues: Queues
let server: PageServer
let now: Date
let draining = false

const serve = (host: string) =>
  openPages((app) => {
    const metrics = createMetrics()
    app.use(measureRequests(metrics))
    serveHealth(app, {
      root: verbs.orm.em,
      queues: () => queues.all(),
      clock: { now: () => now },
      isDraining: () => draining,
      host,
      metricsToken: 'a-token-of-sixteen',
      actorOf: (token) =>
        Promise.resolve(
          { operator: actorOf('org_p', ['PLATFORM_OPERATOR']), sales: actorOf('org_a', ['SALES_AGENT']) }[
            token
          ] ?? null,
        ),
      metrics,
      instanceId: 'one',
      version: '1.2.3',
    })
  })

beforeAll(async () => {
  verbs = await openVerbs()
  queues = postgresQueues(verbs.database.url, createLogger('silent'))
  await queues.queue('order-number').add('order-number', { sellerId: 'org_a' })
  await queues.queue('terms-record').waitUntilReady()
})
afterAll(async () => {
  await queues.close()
  await verbs.close()
})
beforeEach(async () => {
  now = systemClock.now()
  draining = false
  server = await serve('127.0.0.1')
})
afterEach(() => server.close())

const json = async (path: string, headers: Record<string, string> = {}) => {
  const { status, body } = await ask(server, path, { headers })
  return [status, JSON.parse(body) as unknown]
}

describe('/healthz', () => {
  it('says that the process is alive, and which one it is', async () => {
    expect(await json('/healthz')).toEqual([200, { status: 'alive', ...instance }])
  })

  it('keeps version and instance from those who come through a proxy', async () => {
    expect(await json('/healthz', proxied)).toEqual([200, { status: 'alive' }])
  })
})

describe('/readyz', () => {
  it('says ready when database, queues and relay answer', async () => {
    expect(await json('/readyz')).toEqual([200, { status: 'ready', ...instance, reasons: [] }])
  })

  it('says 503 and why when an event waits longer than a minute', async () => {
    await verbs.sql(
      `INSERT INTO outbox_event (id, seller_id, type, subject_type, subject_id, subject_version, data, occurred_at,
         actor, correlation_id)
       SELECT 'evt_late', 'org_a', 'test.happened', 'test', 'tst_1', 1, '{}', $1, '{}', 'req_1'`,
      [new Date(now.getTime() - 90_000)],
    )
    const reason = 'An event has waited 90 s to be published; 60 s is the bound.'

    expect(await json('/readyz')).toEqual([
      503,
      { status: 'not ready', ...instance, reasons: [{ part: 'relay', reason }] },
    ])
    expect((await ask(server, '/metrics')).body).toContain(
      'countersign_outbox_oldest_unpublished_seconds 90\n',
    )
    await verbs.sql("DELETE FROM outbox_event WHERE id = 'evt_late'")
  })

  it('says 503 while the process stops, at once', async () => {
    expect((await json('/readyz'))[0]).toBe(200)
    draining = true

    expect(await json('/readyz', proxied)).toEqual([503, { status: 'not ready' }])
  })
})

describe('/metrics', () => {
  it('has process, requests and the jobs of every queue, each name commented once and in one block', async () => {
    await ask(server, '/healthz')
    const { status, headers, body } = await ask(server, '/metrics')
    const names = body
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => /^[\w:]+/.exec(line)?.[0] ?? '')
    const blocks = names.filter((name, index) => name !== names[index - 1])
    const types = body.split('\n').filter((line) => line.startsWith('# TYPE'))

    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
    expect(body).toContain('bullmq_job_count{queue="order-number",state="waiting"} 1\n')
    expect(body).toContain('bullmq_job_count{queue="terms-record",state="waiting"} 0\n')
    expect(body).toContain(
      'countersign_http_request_duration_seconds_count{route="/healthz",method="GET",status="2xx"} 1',
    )
    expect(new Set(types).size).toBe(types.length)
    expect(blocks.filter((name) => name.startsWith('bullmq'))).toEqual([
      'bullmq_job_count',
      'bullmq_job_completed_total',
      'bullmq_job_failed_total',
    ])
  })

  it('makes no label of what a client sends', async () => {
    await ask(server, '/made-up-by-a-client')

    expect((await ask(server, '/metrics')).body).not.toContain('made-up')
  })

  it.each([
    ['a proxy', proxied],
    ['a rebound name', { host: 'attacker.example' }],
    ['a wrong token', { ...proxied, authorization: 'Bearer a-token-of-another' }],
    ['a sales agent', { ...proxied, authorization: 'Bearer sales' }],
  ])('is refused to %s', async (_who, headers) => {
    const { status, body } = await ask(server, '/metrics', { headers })

    expect(status).toBe(401)
    expect(body).not.toContain('process_cpu')
  })

  it.each([
    ['METRICS_TOKEN', 'a-token-of-sixteen'],
    ['the token of the operator', 'operator'],
  ])('is open to %s from anywhere', async (_what, token) => {
    const { status } = await ask(server, '/metrics', {
      headers: { ...proxied, authorization: `Bearer ${token}` },
    })

    expect(status).toBe(200)
  })

  it('needs a token on loopback too, when the server listens to other hosts', async () => {
    const open = await serve('0.0.0.0')
    const { status } = await ask(open, '/metrics')
    await open.close()

    expect(status).toBe(401)
  })
})
