import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { projectRoot } from '../../../src/platform/project-root.ts'
import type { Backend } from '../../support/app.ts'
import { siteKeys, type FaultDatabase, type FaultPostgres } from './fault-postgres.ts'
import type { FaultRedis } from './fault-redis.ts'
import { ProductProcess } from './product-process.ts'
import { TcpProxy } from './tcp-proxy.ts'

/** What a site is made of. */
export interface SiteOptions {
  /** Its folder of logs, and what the report calls it. */
  scenario: string
  backend: Backend
  postgres: FaultPostgres
  /** Required on the Redis backend. */
  redis: FaultRedis | null
  apis?: number
  workers?: number
}

/** A process, and the proxies through which it alone reaches PostgreSQL and Redis. */
export interface Station {
  process: ProductProcess
  database: TcpProxy
  redis: TcpProxy | null
}

/** An installation as production has it: API and worker processes over one database of demo data, one queue. */
export class Site {
  readonly apis: Station[] = []
  readonly workers: Station[] = []
  readonly logDir: string
  #pool: { port: number; pool: pg.Pool } | null = null

  private constructor(
    readonly options: SiteOptions,
    readonly database: FaultDatabase,
  ) {
    this.logDir = path.join(projectRoot, '.data/faults', `${options.scenario}-${options.backend}`)
    mkdirSync(this.logDir, { recursive: true })
  }

  static async open(options: SiteOptions): Promise<Site> {
    const site = new Site(options, await options.postgres.database())
    await options.redis?.flushAll()
    try {
      for (let count = 1; count <= (options.apis ?? 1); count++) await site.add('api', `api-${count}`)
      for (let count = 1; count <= (options.workers ?? 1); count++)
        await site.add('worker', `worker-${count}`)
    } catch (error) {
      await site.close()
      throw error
    }
    return site
  }

  get stations(): Station[] {
    return [...this.apis, ...this.workers]
  }

  get apiUrls(): string[] {
    return this.apis.map(({ process }) => process.url)
  }

  /** Starts one process more. `clock` moves its clock, e.g. `+2m`. */
  async add(role: 'api' | 'worker', name: string, clock?: string): Promise<Station> {
    const { postgres, redis, backend } = this.options
    const database = await TcpProxy.start(() => postgres.port)
    const queue = backend === 'redis' && redis ? await TcpProxy.start(() => redis.port) : null
    const env = {
      DATABASE_URL: this.database.runtimeUrl(database.port),
      ENCRYPTION_KEY: siteKeys.encryption.toString('base64'),
      SIGNING_KEY: siteKeys.signing.toString('base64'),
      DATA_DIR: this.logDir,
      QUEUE_PREFIX: `{${this.database.name}}`,
      ...(queue ? { REDIS_URL: `redis://127.0.0.1:${queue.port}` } : {}),
    }
    const started = { name, role, env, logDir: this.logDir, ...(clock ? { clock } : {}) }
    const station = { process: new ProductProcess(started), database, redis: queue }
    this[role === 'api' ? 'apis' : 'workers'].push(station)
    await station.process.restart()
    return station
  }

  /** Takes one process out of the site. */
  async remove(station: Station): Promise<void> {
    for (const list of [this.apis, this.workers])
      if (list.includes(station)) list.splice(list.indexOf(station), 1)
    await station.process.kill()
    await station.database.close()
    await station.redis?.close()
  }

  /** As superuser: every tenant's rows. Outlives restarts of the server. */
  async sql<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await (await this.pool()).query<T>(text, values)).rows
  }

  async pool(): Promise<pg.Pool> {
    const { port } = this.options.postgres
    if (this.#pool?.port === port) return this.#pool.pool
    await this.#pool?.pool.end().catch(() => undefined)
    const pool = new pg.Pool({
      connectionString: this.database.superuserUrl(port),
      max: 4,
      options: '-c search_path=countersign',
    })
    pool.on('error', () => undefined)
    pool.on('connect', (client) => client.on('error', () => undefined))
    this.#pool = { port, pool }
    return pool
  }

  /** Starts every process that is not running; what a supervisor does. */
  async heal(): Promise<void> {
    for (const { process } of this.stations) {
      process.goOn()
      if (!process.isRunning) await process.restart()
    }
  }

  /** Restarts, as a supervisor does, whatever dies until the function it gives is called. */
  supervise(afterMs = 200): () => Promise<void> {
    let stopped = false
    const watchOver = async ({ process }: Station) => {
      while (!stopped) {
        if (process.isRunning) await sleep(25)
        else {
          await sleep(afterMs)
          await process.restart().catch(() => sleep(200))
        }
      }
    }
    const watching = Promise.all(this.stations.map(watchOver))
    return async () => {
      stopped = true
      await watching
    }
  }

  async close(): Promise<void> {
    for (const station of this.stations) await this.remove(station)
    await this.#pool?.pool.end().catch(() => undefined)
    await this.options.postgres.drop(this.database)
  }
}
