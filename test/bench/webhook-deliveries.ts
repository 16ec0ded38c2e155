import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { request } from 'undici'
import { fanOutBatchJob } from '../../jobs/fan-out-batch.ts'
import { fanOutWebhooksJob } from '../../jobs/fan-out-webhooks.ts'
import { pumpWebhooksJob } from '../../jobs/pump-webhooks.ts'
import type { startWorkers } from '../../jobs/start-workers.ts'
import { permissionsOfRoles, systemActor } from '../../src/access/actor.ts'
import type { Ctx } from '../../src/access/ctx.ts'
import { forkFor } from '../../src/access/fork-for.ts'
import { outboxChannel } from '../../src/events/live-channels.ts'
import { record } from '../../src/events/record.ts'
import { transact } from '../../src/platform/transact.ts'
import type { Resources } from '../../src/resources.ts'
import { notificationFailed } from '../../src/notifications/notifications.events.ts'
import { createWebhookEndpoint } from '../../src/webhooks/create-webhook-endpoint.ts'
import { FaultPostgres } from '../faults/kit/fault-postgres.ts'
import { FaultRedis } from '../faults/kit/fault-redis.ts'
import { percentile } from '../faults/kit/percentile.ts'
import { openWebhookSite } from './open-webhook-site.ts'
import { startSink } from './start-sink.ts'

const manySellers = Array.from({ length: 10 }, (_, n) => `org_many_${n}`)
const fewSellers = Array.from({ length: 10 }, (_, n) => `org_few_${n}`)
const endpointsEach = 100
const bodyBytes = 1024
const backlog = 50_000
const latencyEventsPerSecond = 100

function ctxOf({ orm, clock, ids, log, keys, pubsub }: Resources, sellerId: string): Ctx {
  const actor = {
    ...systemActor({ id: sellerId, ancestors: [] }),
    permissions: permissionsOfRoles(['RESELLER_ADMIN']),
  }
  return {
    em: forkFor(orm.em, actor),
    actor,
    clock,
    ids,
    log,
    keys,
    correlationId: ids.next('req'),
    request: { ip: null, userAgent: null },
    loopbackWebhooks: true,
    recorded: [],
    eventsCommitted: () => void pubsub.publish(outboxChannel, '1').catch(() => undefined),
  }
}

/** Records events that are delivered as bodies of about 1 kB; answers when they were committed. */
async function tell(
  resources: Resources,
  sellerId: string,
  count: number,
): Promise<{ ids: string[]; at: number }> {
  const ids = await transact(ctxOf(resources, sellerId), async (ctx) =>
    Array.from({ length: count }, () => {
      const id = ctx.ids.next('ntf')
      const { example } = notificationFailed
      const reason = 'x'.repeat(bodyBytes - 620)
      return record(ctx, notificationFailed, {
        subject: { id, sellerId, organizationId: null, version: 1 },
        data: { notification: { ...example.notification, id, reason } },
      }).id
    }),
  )
  return { ids, at: Date.now() }
}

async function addSellers(sql: pg.Pool): Promise<void> {
  for (const id of [...manySellers, ...fewSellers])
    await sql.query(
      `INSERT INTO organization (id, seller_id, kind, path, name, country, currency, time_zone, status, created_at, updated_at)
       VALUES ($1, $1, 'RESELLER', ARRAY[$1], $1, 'DE', 'EUR', 'Europe/Berlin', 'ACTIVE', now(), now())`,
      [id],
    )
}

async function addEndpoint(resources: Resources, sellerId: string, url: string): Promise<string> {
  const input = { url, eventTypes: ['notification.failed'], idempotencyKey: resources.ids.next('key') }
  const { webhookEndpoint } = await transact(ctxOf(resources, sellerId), (ctx) =>
    createWebhookEndpoint(ctx, input),
  )
  return webhookEndpoint.id
}

type Sink = Awaited<ReturnType<typeof startSink>>

interface Bench {
  resources: Resources
  sql: pg.Pool
  sink: Sink
}

async function until(sink: Sink, count: number): Promise<void> {
  for (let tries = 0; tries < 6000; tries++) {
    if ((await sink.count()) >= count) return
    await sleep(50)
  }
  throw new Error(`${await sink.count()} of ${count} arrived.`)
}

/** Deliveries a second to 1,000 endpoints: from the first arrival to the last. */
async function throughput({ resources, sink }: Bench, eventsEach: number): Promise<number> {
  await sink.take()
  const expected = manySellers.length * endpointsEach * eventsEach
  for (const seller of manySellers) await tell(resources, seller, eventsEach)
  resources.log.debug({ expected }, 'told')
  ctxOf(resources, manySellers[0] ?? '').eventsCommitted()
  await until(sink, expected)
  const times = (await sink.take()).map(([, at]) => at)
  return (expected / (Math.max(...times) - Math.min(...times))) * 1000
}

/** From commit to the first byte at the receiver, in milliseconds, at 100 events a second. */
async function latencies({ resources, sql, sink }: Bench, seconds: number): Promise<number[]> {
  await sink.take()
  const committedAt = new Map<string, number>()
  const from = performance.now()
  const events = seconds * latencyEventsPerSecond
  const telling: Array<Promise<void>> = []
  for (let n = 0; n < events; n++) {
    const wait = from + (n * 1000) / latencyEventsPerSecond - performance.now()
    if (wait > 0) await sleep(wait)
    const seller = fewSellers[n % fewSellers.length] ?? ''
    telling.push(tell(resources, seller, 1).then(({ ids: [id = ''], at }) => void committedAt.set(id, at)))
  }
  await Promise.all(telling)
  await until(sink, events)
  const arrivals = new Map(await sink.take())
  const { rows } = await sql.query<{ id: string; event_id: string }>(
    'SELECT id, event_id FROM webhook_message WHERE event_id = ANY ($1)',
    [[...committedAt.keys()]],
  )
  return rows.flatMap(({ id, event_id: event }) => {
    const arrived = arrivals.get(id)
    return arrived === undefined ? [] : [Math.max(0, arrived - (committedAt.get(event) ?? arrived))]
  })
}

/** An endpoint that never answers, and 50,000 deliveries that wait for it. */
async function addHanging({ resources, sql, sink }: Bench): Promise<void> {
  const [seller = ''] = fewSellers
  const id = await addEndpoint(resources, seller, `${sink.url}/hang`)
  await sql.query(`UPDATE webhook_endpoint SET event_types = '{ping}' WHERE id = $1`, [id])
  await sql.query(
    `INSERT INTO webhook_message (id, seller_id, endpoint_id, event_id, event_type, status, body, position, subject_id,
       next_attempt_at, created_at, updated_at)
     SELECT 'whm_hang_' || n, $1, $2, 'evt_hang_' || n, 'notification.failed', 'PENDING', repeat('x', ${bodyBytes}), n,
       'ord_' || n, now(), now(), now() FROM generate_series(1, ${backlog}) AS n`,
    [seller, id],
  )
  await sql.query('ANALYZE webhook_message')
}

/** The same bytes by undici alone: a connection each, as we do, and nothing stored. */
async function bareLoop(sink: Sink, count: number): Promise<number> {
  const body = Buffer.alloc(bodyBytes, 'x')
  const from = performance.now()
  let left = count
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      while (left-- > 0) {
        const headers = { 'content-type': 'application/json', 'webhook-delivery-id': `bare_${left}` }
        const { body: answer } = await request(sink.url, { method: 'POST', headers, body, reset: true })
        await answer.dump()
      }
    }),
  )
  const rate = (count / (performance.now() - from)) * 1000
  await sink.take()
  return rate
}

async function measure(bench: Bench, what: string, { eventsEach, seconds }: Size): Promise<string[]> {
  const rate = await throughput(bench, eventsEach)
  const waits = await latencies(bench, seconds)
  const at = (share: number) => Math.round(percentile(waits, share))
  return [
    `  ${what}`,
    `    deliveries per second                    ${rate.toFixed(0)} (aim: 500)`,
    `    commit to first byte p50 / p95 / p99     ${at(0.5)} / ${at(0.95)} / ${at(0.99)} ms at ${latencyEventsPerSecond} events/s (aim: p95 < 1000, p99 < 3000)`,
  ]
}

interface Size {
  eventsEach: number
  seconds: number
}

/** What the control adds to each fan-out. */
const plantedMs = 500

const lateFanOuts: Parameters<typeof startWorkers>[1] = [
  {
    ...fanOutBatchJob,
    async run(...call: Parameters<typeof fanOutBatchJob.run>) {
      await sleep(plantedMs)
      return fanOutBatchJob.run(...call)
    },
  },
  fanOutWebhooksJob,
  pumpWebhooksJob,
]

async function addFewEndpoints({ resources, sink }: Bench): Promise<void> {
  for (const seller of fewSellers) await addEndpoint(resources, seller, `${sink.url}/few`)
}

/** So that the figures can be believed: a product that is late by a known time must be seen to be late. */
async function control(parts: {
  postgres: FaultPostgres
  redis: FaultRedis | null
  sink: Sink
}): Promise<string> {
  const { postgres, redis, sink } = parts
  const site = await openWebhookSite(postgres, redis, lateFanOuts)
  const bench = { ...site, sink }
  await addSellers(site.sql)
  await addFewEndpoints(bench)
  const p50 = percentile(await latencies(bench, 5), 0.5)
  await site.close()
  if (p50 < plantedMs)
    throw new Error(`A delay of ${plantedMs} ms was planted, and a p50 of ${p50} ms measured.`)
  return `  control: ${plantedMs} ms late on purpose      p50 ${Math.round(p50)} ms\n`
}

/**
 * Prints how many webhooks a second reach 1,000 endpoints and how soon one is on its way, with and without an endpoint
 * that hangs and 50,000 deliveries behind it, beside a loop that only sends the same bytes. One process works; the
 * receiver is another.
 */
export async function benchWebhooks(eventsEach: number, seconds: number): Promise<void> {
  const postgres = await FaultPostgres.start()
  const hasRedis = !spawnSync('redis-server', ['--version']).error
  const redis = hasRedis ? await FaultRedis.start() : null
  const sink = await startSink()
  const size = { eventsEach, seconds }
  const bare = await bareLoop(sink, 5000)
  process.stdout.write(
    `Bare undici loop, a connection each, ${bodyBytes} bytes: ${bare.toFixed(0)} requests per second\n`,
  )
  for (const [backend, queue] of [['redis', redis] as const, ['postgres', null] as const]) {
    if (backend === 'redis' && !queue) {
      process.stdout.write('No redis-server on the PATH: not measured on Redis.\n')
      continue
    }
    const site = await openWebhookSite(postgres, queue)
    const bench = { ...site, sink }
    await addSellers(site.sql)
    for (const seller of manySellers)
      for (let n = 0; n < endpointsEach; n++) await addEndpoint(site.resources, seller, `${sink.url}/${n}`)
    await addFewEndpoints(bench)
    await throughput(bench, 3)
    // As in a database that has run for a minute: without statistics the first figure was a third lower.
    await site.sql.query('ANALYZE')
    const before = site.statements()
    const alone = await measure(bench, 'nothing hangs', size)
    const deliveries = manySellers.length * endpointsEach * eventsEach + seconds * latencyEventsPerSecond
    const perDelivery = (site.statements() - before) / deliveries
    await addHanging(bench)
    const beside = await measure(bench, `one endpoint hangs, ${backlog} deliveries behind it`, size)
    process.stdout.write(
      [
        `Webhooks, 1,000 endpoints, ${bodyBytes} bytes each, queues on ${backend}`,
        ...alone,
        `    SQL statements per delivery              ${perDelivery.toFixed(1)} (event, fan-out and pump; without BullMQ's own)`,
        ...beside,
        '',
      ].join('\n'),
    )
    await site.close()
    process.stdout.write(await control({ postgres, redis: queue, sink }))
  }
  sink.stop()
  await redis?.stop()
  await postgres.stop()
}
