import type { Express, Request, Response } from 'express'
import { countDeadLetters } from '../dead-letters/count-dead-letters.ts'
import type { PoolUse } from '../platform/database.ts'
import { maySeeInsides, type InsidesOptions } from './may-see-insides.ts'
import { readMeasures } from './measures.ts'
import type { Metrics } from './metrics.ts'
import { queueMetrics } from './queue-metrics.ts'
import { soon } from './soon.ts'
import { findUnready, outboxAge, type ReadinessParts, type Unready } from './readiness.ts'

/** What /healthz, /readyz and /metrics need. */
export interface HealthOptions extends ReadinessParts, InsidesOptions {
  metrics: Metrics
  /** Tells this process from others of the same server. */
  instanceId: string
  version: string
  /** The mapper's connections, and how many there may be; absent: they are not told. */
  pool?: { use: () => PoolUse | null; limit: number }
}

const freshForMs = 1_000
const patienceMs = 1_000

/** Asks at most once a second, however often the question comes: anybody may ask. */
function askedOnceASecond(ask: () => Promise<Unready[]>): () => Promise<Unready[]> {
  let last: Promise<Unready[]> | undefined
  let until = 0
  return () => {
    if (last && performance.now() < until) return last
    until = performance.now() + freshForMs
    last = ask()
    return last
  }
}

/** Unknown is not zero: without a database the last values would be lies. */
async function askDatabase({ metrics, ...parts }: HealthOptions): Promise<void> {
  try {
    metrics.outboxAge.set(await outboxAge(parts))
    const counts = await soon(countDeadLetters(parts.root), patienceMs)
    metrics.deadLetters.reset()
    for (const { queue, count } of counts) metrics.deadLetters.set({ queue }, count)
  } catch {
    metrics.outboxAge.set(Number.NaN)
    metrics.deadLetters.reset()
  }
  metrics.measured(await soon(readMeasures(parts), patienceMs).catch(() => null))
}

function askPool({ metrics, pool }: HealthOptions): void {
  if (!pool) return
  const { totalCount: open = 0, idleCount: idle = 0, waitingCount: waiting = 0 } = pool.use() ?? {}
  const figures = { used: open - idle, idle, waiting, limit: pool.limit }
  for (const [state, figure] of Object.entries(figures)) metrics.pool.set({ state }, figure)
}

async function exposition(options: HealthOptions): Promise<string> {
  const { metrics, queues } = options
  await askDatabase(options)
  askPool(options)
  const own = (await metrics.registry.metrics()).trimEnd()
  return [own, ...(await queueMetrics(queues())), ''].join('\n')
}

/**
 * Serves GET /healthz (this process answers), /readyz (it can take work; 503 with the reasons when not, and while it
 * stops) and /metrics (Prometheus). The state is everybody's to see, for load balancers; version, reasons and metrics
 * only on loopback, with METRICS_TOKEN, or as the platform operator.
 */
export function serveHealth(app: Express, options: HealthOptions): void {
  const { instanceId: instance, version } = options
  const unready = askedOnceASecond(() => findUnready(options))
  const answer = (response: Response, status: number, body: object) =>
    response.status(status).setHeader('cache-control', 'no-store').json(body)
  const seesInsides = (request: Request) => maySeeInsides(request, options)

  app.get('/healthz', async (request, response) => {
    const more = (await seesInsides(request)) ? { instance, version } : {}
    answer(response, 200, { status: 'alive', ...more })
  })
  app.get('/readyz', async (request, response) => {
    const reasons = options.isDraining() ? await findUnready(options) : await unready()
    const status = reasons.length === 0 ? 'ready' : 'not ready'
    const more = (await seesInsides(request)) ? { instance, version, reasons } : {}
    answer(response, reasons.length === 0 ? 200 : 503, { status, ...more })
  })
  app.get('/metrics', async (request, response) => {
    if (!(await seesInsides(request))) {
      response.setHeader('www-authenticate', 'Bearer')
      const message = 'Send METRICS_TOKEN, or the token of the platform operator, as Bearer token.'
      return void answer(response, 401, { errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] })
    }
    response.setHeader('content-type', options.metrics.registry.contentType)
    response.setHeader('cache-control', 'no-store')
    response.send(await exposition(options))
  })
}
