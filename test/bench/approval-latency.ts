import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient, type Client } from 'graphql-ws'
import pg from 'pg'
import { FaultPostgres, siteKeys } from '../faults/kit/fault-postgres.ts'
import { FaultRedis } from '../faults/kit/fault-redis.ts'
import { percentile } from '../faults/kit/percentile.ts'
import { ProductProcess } from '../faults/kit/product-process.ts'
import { BenchClient, type Json } from './bench-client.ts'
import { BenchShop, repeat } from './bench-shop.ts'

/** One after the other must agree to every order. */
const approvers = ['admin@meridian.example', 'admin2@meridian.example', 'approver@meridian.example']

/** So that what one decision starts is done before the next: this is about latency, `orders` is about throughput. */
const pauseMs = 250

/** A decision as the client saw it, by the clock of the machine. */
interface Seen {
  approvalId: string
  decidedBy: string
  sentAt: number
  heardAt: number
}

/** Two processes of the product over one database: people decide at one, and listen at the other. */
interface Site {
  decidingUrl: string
  listeningUrl: string
  /** As superuser. */
  sql: pg.Pool
  close: () => Promise<void>
}

async function openSite(postgres: FaultPostgres, redis: FaultRedis | null): Promise<Site> {
  const database = await postgres.database()
  const logDir = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'))
  const env = {
    DATABASE_URL: database.runtimeUrl(postgres.port),
    ENCRYPTION_KEY: siteKeys.encryption.toString('base64'),
    SIGNING_KEY: siteKeys.signing.toString('base64'),
    DATA_DIR: logDir,
    QUEUE_PREFIX: `{${database.name}}`,
    ...(redis ? { REDIS_URL: redis.url } : {}),
  }
  const deciding = new ProductProcess({ name: 'deciding', role: 'all', env, logDir })
  const listening = new ProductProcess({ name: 'listening', role: 'api', env, logDir })
  await deciding.restart()
  await listening.restart()
  const sql = new pg.Pool({
    connectionString: database.superuserUrl(postgres.port),
    max: 1,
    options: '-c search_path=countersign',
  })
  return {
    decidingUrl: deciding.url,
    listeningUrl: listening.url,
    sql,
    async close() {
      await listening.drain()
      await deciding.drain()
      await sql.end()
      await postgres.drop(database)
      rmSync(logDir, { recursive: true, force: true })
    },
  }
}

/** Who decides, in their order, and a policy that asks all of them. */
async function openApprovers({ decidingUrl }: Site): Promise<Array<{ id: string; client: BenchClient }>> {
  const people = await Promise.all(
    approvers.map(async (email) => {
      const client = await BenchClient.signIn(decidingUrl, email)
      return { id: (await client.ask('{ viewer { id } }')).viewer.id as string, client }
    }),
  )
  const steps = people.map(({ id: userId }, index) => ({
    position: index + 1,
    allOf: [{ anyOf: [{ kind: 'USER', userId }], minimumApprovals: 1 }],
  }))
  const definition = { effect: 'REQUIRE_APPROVAL', steps }
  const policy = { name: 'One after the other', definition, idempotencyKey: randomUUID() }
  await people[0]?.client.done('approvalPolicyCreate', policy, 'policy { id }')
  return people
}

/** Waits until the approval of an order is asked for. */
async function pendingApproval(
  client: BenchClient,
  orderId: string,
): Promise<{ id: string; version: number }> {
  for (let tries = 0; tries < 600; tries++) {
    const query = 'query ($id: ID!) { order(id: $id) { approvals { id version status } } }'
    const [approval] = (await client.ask(query, { id: orderId })).order.approvals
    if (approval?.status === 'PENDING') return approval
    await sleep(50)
  }
  throw new Error(`No approval of ${orderId} was asked for.`)
}

/** Hears of an order's approval, and remembers when. */
function listen(socket: Client, orderId: string) {
  const heard: Array<{ type: string; at: number }> = []
  let failure: unknown = null
  let wake = () => {}
  const query = 'subscription ($orderId: ID!) { approvalStatusChanged(orderId: $orderId) { id type } }'
  const stop = socket.subscribe<Json>(
    { query, variables: { orderId } },
    {
      next: ({ data, errors }) => {
        failure = errors ?? null
        heard.push({ type: data?.approvalStatusChanged.type ?? '', at: Date.now() })
        wake()
      },
      error: (error) => {
        failure = error
        wake()
      },
      complete: () => undefined,
    },
  )
  /** When the update of this type came for the so-and-so-many-th time. */
  const when = async (type: string, count: number): Promise<number> => {
    for (;;) {
      if (failure) throw new Error(`The stream failed: ${JSON.stringify(failure)}`)
      const found = heard.filter((one) => one.type === type)[count - 1]
      if (found) return found.at
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return { when, stop }
}

/** Decides one order to its end, one approver after the other, while somebody listens at the other process. */
async function decideOne(
  people: ReadonlyArray<{ id: string; client: BenchClient }>,
  socket: Client,
  order: { orderId: string; approval: { id: string; version: number } },
): Promise<Seen[]> {
  const { orderId, approval } = order
  const ear = listen(socket, orderId)
  await ear.when('snapshot', 1)
  let { version } = approval
  const seen: Seen[] = []
  for (const { id: decidedBy, client } of people) {
    const heard = ear.when('approval.decision_recorded', seen.length + 1)
    const input = { approvalId: approval.id, expectedVersion: version, idempotencyKey: randomUUID() }
    const sentAt = Date.now()
    const answer = await client.done('approvalApprove', input, 'approval { version }')
    version = answer.approval.version
    seen.push({ approvalId: approval.id, decidedBy, sentAt, heardAt: await heard })
    await sleep(pauseMs)
  }
  ear.stop()
  return seen
}

/** When PostgreSQL committed each decision; it notes that before the commit record is written to disk. */
async function commitTimes({ sql }: Site): Promise<Map<string, number>> {
  const { rows } = await sql.query<{ key: string; at: string }>(
    `SELECT request_id || decided_by AS key, extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000 AS at
     FROM approval_decision`,
  )
  return new Map(rows.map(({ key, at }) => [key, Number(at)]))
}

async function measure(site: Site, decisions: number): Promise<{ committed: number[]; sent: number[] }> {
  const people = await openApprovers(site)
  const sales = await BenchClient.signIn(site.decidingUrl, 'sales@meridian.example')
  const shop = await BenchShop.open(sales)
  const orders: Array<Parameters<typeof decideOne>[2]> = []
  await repeat(Math.ceil(decisions / people.length) + 1, 4, async () => {
    const orderId = await shop.place()
    orders.push({ orderId, approval: await pendingApproval(sales, orderId) })
  })
  const socket = createClient({
    url: `${site.listeningUrl.replace(/^http/, 'ws')}/graphql`,
    connectionParams: { authorization: `Bearer ${sales.token}` },
    lazyCloseTimeout: 5_000,
  })
  const seen: Seen[] = []
  for (const order of orders) seen.push(...(await decideOne(people, socket, order)))
  void socket.dispose()
  const commits = await commitTimes(site)
  // The first order warms both processes up.
  const counted = seen.slice(people.length, people.length + decisions)
  return {
    committed: counted.map(
      (one) => one.heardAt - (commits.get(one.approvalId + one.decidedBy) ?? Number.NaN),
    ),
    sent: counted.map(({ sentAt, heardAt }) => heardAt - sentAt),
  }
}

/**
 * Prints how long after a decision was committed a client at another process hears of it over `approvalStatusChanged`:
 * decided one at a time and with a pause in between, on both queue backends. Commits are dated by PostgreSQL (`track_commit_timestamp`), updates by
 * the client, both by the clock of this machine. From sending the mutation is told besides: that includes the decision.
 */
export async function benchApprovals(decisions: number): Promise<void> {
  const postgres = await FaultPostgres.start({ track_commit_timestamp: 'on' })
  const hasRedis = !spawnSync('redis-server', ['--version']).error
  const redis = hasRedis ? await FaultRedis.start() : null
  for (const [backend, queue, aimMs] of [['postgres', null, 100] as const, ['redis', redis, 50] as const]) {
    if (backend === 'redis' && !queue) {
      process.stdout.write('No redis-server on the PATH: not measured on Redis.\n')
      continue
    }
    const site = await openSite(postgres, queue)
    const { committed, sent } = await measure(site, decisions)
    const both = (of: number[]) => `${percentile(of, 0.5).toFixed(1)} / ${percentile(of, 0.95).toFixed(1)} ms`
    process.stdout.write(
      [
        `${committed.length} decisions, heard of at another process, queues on ${backend}`,
        `  committed to heard p50 / p95    ${both(committed)} (aim: p95 below ${aimMs} ms)`,
        `  sent to heard p50 / p95         ${both(sent)}`,
        '',
      ].join('\n'),
    )
    await site.close()
  }
  await redis?.stop()
  await postgres.stop()
}
