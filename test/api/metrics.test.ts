import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import parsePrometheusTextFormat from 'parse-prometheus-text-format'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openResources } from '../../src/resources.ts'
import { compose } from '../../src/compose.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { ApiClient } from '../support/api-client.ts'
import { backends, startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, key, offerOf, submit } from '../support/ordering.ts'
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

interface Family {
  name: string
  type: string
  help: string
  metrics: Array<{ labels?: Record<string, string>; value?: string }>
}

const read = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text()
const familiesIn = (text: string) => parsePrometheusTextFormat(text) as Family[]

/** Prometheus' own judge, where this machine has one. It also judges names, those of our libraries too. */
const promtool = spawnSync('promtool', ['--version']).status === 0

describe.each(backends())('/metrics of a whole server, queues on %s', (backend) => {
  let app: TestApp
  let receiver: WebhookReceiver
  let admin: ApiClient
  let text: string

  const family = (name: string) => familiesIn(text).find((one) => one.name === name)
  /** The value of one series of a counter or a gauge. */
  const valueOf = (name: string, labels: Record<string, string> = {}) => {
    const found = (family(name)?.metrics ?? []).filter((sample) =>
      Object.entries(labels).every(([label, value]) => sample.labels?.[label] === value),
    )
    expect(found, `${name} ${JSON.stringify(labels)}`).toHaveLength(1)
    return Number(found[0]?.value)
  }
  /** How often a histogram was told of something: the parser folds its series, whatever their labels. */
  const countOf = (name: string, ...labels: string[]) => {
    const lines = text
      .split('\n')
      .filter((line) => line.startsWith(`${name}_count{`) && labels.every((label) => line.includes(label)))
    expect(lines, `${name} ${labels.join()}`).toHaveLength(1)
    return Number(lines[0]?.split(' ').at(-1))
  }

  beforeAll(async () => {
    app = await startApp({ backend })
    receiver = await startReceiver((response) => void response.writeHead(500).end())
    admin = await app.signedIn('admin@meridian.example')
    await admin.done(
      'webhookEndpointCreate',
      { url: receiver.url, eventTypes: ['order.placed'], idempotencyKey: key() },
      'webhookEndpoint { id }',
    )
    const sales = await app.signedIn('sales@meridian.example')
    const draft = await completeDraft(sales, {
      customer: await customer(sales, 'Spreebogen'),
      offer: await offerOf(sales, '365 business prem'),
    })
    await submit(sales, draft)
    await app.quiet()
    await app.sql(
      `INSERT INTO job_run (id, job_id, seller_id, queue, name, data, status, starts, created_at, updated_at, last_failed_at)
       VALUES ('job_dead', 'dead', 'org_x', 'terms-record', 'terms-record', '{}', 'DEAD', 3, now(), now(), now())`,
    )
    text = await read(app.url)
  })
  afterAll(async () => {
    await app?.close()
    await receiver?.close()
  })

  it('is what a parser of Prometheus reads: every family has a type, a help and a name of its own', () => {
    const families = familiesIn(text)
    const names = families.map(({ name }) => name)

    expect(names.length).toBeGreaterThan(40)
    expect(new Set(names).size).toBe(names.length)
    expect(families.filter(({ help, type }) => !help || !type).map(({ name }) => name)).toEqual([])
  })

  it('counts the jobs of each queue by state, and those that this process ran', () => {
    expect(valueOf('bullmq_job_count', { queue: 'order-number', state: 'waiting' })).toBe(0)
    expect(
      countOf('countersign_job_duration_seconds', 'queue="approval-routing"', 'outcome="DONE"'),
    ).toBeGreaterThanOrEqual(1)
  })

  it('tells how the outbox keeps up', () => {
    expect(valueOf('countersign_outbox_oldest_unpublished_seconds')).toBe(0)
    expect(
      family('countersign_outbox_events')?.metrics.map(({ labels, value }) => [labels?.['waits_for'], value]),
    ).toEqual([
      ['unpublished', '0'],
      ['jobs', '0'],
      ['webhooks', '0'],
      ['mails', '0'],
    ])
  })

  it('counts deliveries: attempts by result with their time, what became of them, and what still waits', () => {
    expect(countOf('countersign_webhook_attempt_duration_seconds', 'result="5xx"')).toBe(1)
    expect(valueOf('countersign_webhook_deliveries_total', { state: 'RETRYING' })).toBe(1)
    expect(valueOf('countersign_webhook_deliveries_total', { state: 'FAILED' })).toBe(0)
    expect(valueOf('countersign_webhook_messages', { status: 'RETRYING' })).toBe(1)
    expect(valueOf('countersign_webhook_endpoints', { breaker: 'closed' })).toBe(1)
    expect(valueOf('countersign_webhook_endpoints', { breaker: 'open' })).toBe(0)
    expect(valueOf('countersign_webhook_endpoints_failing')).toBe(1)
  })

  it('counts approvals that wait, dead letters by queue, and runs of the reconciler', () => {
    expect(valueOf('countersign_approvals_waiting', { state: 'open' })).toBe(1)
    expect(valueOf('countersign_approvals_waiting', { state: 'blocked' })).toBe(0)
    expect(valueOf('countersign_approvals_oldest_seconds')).toBeGreaterThan(0)
    expect(valueOf('countersign_dead_letters', { queue: 'terms-record' })).toBe(1)
    expect(valueOf('countersign_reconciler_runs_total')).toBeGreaterThanOrEqual(1)
  })

  it('measures GraphQL operations by their root field, and makes no label of what a caller sends', async () => {
    await admin.request('query MadeUpByACaller { __typename }')
    await admin.request('{ madeUpField }')
    text = await read(app.url)
    const operations = 'countersign_graphql_operation_duration_seconds'

    expect(countOf(operations, 'type="mutation"', 'operation="orderSubmit"', 'outcome="ok"')).toBe(1)
    expect(countOf(operations, 'operation="invalid"')).toBe(1)
    expect(text).not.toMatch(/made_?up/i)
  })

  it.skipIf(!promtool)('is accepted by promtool, which has nothing to say of our names', () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text })
    const said = `${stdout.toString()}${stderr.toString()}`

    // 3: it can be read, and a name could be better; 1: it cannot be read.
    expect([0, 3]).toContain(status)
    expect(said).not.toContain('countersign_')
  })

  it('tells how the pool of connections is used, and how many there may be', () => {
    expect(valueOf('countersign_database_connections', { state: 'limit' })).toBe(20)
    expect(valueOf('countersign_database_connections', { state: 'waiting' })).toBe(0)
    expect(
      valueOf('countersign_database_connections', { state: 'used' }) +
        valueOf('countersign_database_connections', { state: 'idle' }),
    ).toBeGreaterThanOrEqual(1)
  })
})

describe('a pure worker', () => {
  it('is watched on METRICS_PORT: alive, ready, and what it did', async () => {
    const api = await startApp({ env: { ROLE: 'api' } })
    const worker = await openResources(
      readConfig({
        ROLE: 'worker',
        METRICS_PORT: '0',
        DATABASE_URL: api.database.url,
        DATA_DIR: api.resources.config.dataDir,
        LOG_LEVEL: 'error',
      }),
    )
    const running = await compose(worker)
    try {
      const url = `http://127.0.0.1:${running.probes?.port}`
      // The demo's own events are as old as the template: the worker publishes them first.
      let ready = await fetch(`${url}/readyz`)
      for (let tries = 0; tries < 200 && ready.status !== 200; tries++) {
        await sleep(200)
        ready = await fetch(`${url}/readyz`)
      }
      const names = familiesIn(await read(url)).map(({ name }) => name)

      expect([ready.status, running.api]).toEqual([200, null])
      expect(names).toContain('countersign_reconciler_runs_total')
      expect((await fetch(`${url}/graphql`)).status).toBe(404)
    } finally {
      await running.stop()
      await worker.close()
      await api.close()
    }
  })
})
