import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'
import { compose, type Running } from '../../src/compose.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openResources, type Resources } from '../../src/resources.ts'
import type { Clock } from '../../src/platform/clock.ts'
import { cloneDatabase, type TestDatabase } from './database.ts'
import { ApiClient } from './api-client.ts'

export type Backend = 'postgres' | 'redis'

/** Both queue backends; only PostgreSQL where no Redis was found (global setup said so). */
export function backends(): Backend[] {
  return inject('redisUrl') ? ['postgres', 'redis'] : ['postgres']
}

export interface TestApp {
  url: string
  port: number
  resources: Resources
  database: TestDatabase
  /** Statements of the API's mapper so far. */
  statements: string[]
  /** Asks PostgreSQL as superuser: every tenant's rows. */
  sql<T extends object>(text: string, values?: unknown[]): Promise<T[]>
  /** A client that is signed in as this demo user. */
  signedIn(email: string): Promise<ApiClient>
  anonymous(): ApiClient
  /** Waits until the events are relayed and the jobs are done. */
  quiet(): Promise<void>
  stopProcess(): Promise<void>
  close(): Promise<void>
}

export interface AppOptions {
  backend?: Backend
  env?: Record<string, string>
  clock?: Clock
  database?: TestDatabase
}

/** The whole product in this process, over a database with demo data of its own. */
export async function startApp(options: AppOptions = {}): Promise<TestApp> {
  const database = options.database ?? (await cloneDatabase('countersign_demo'))
  const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-app-'))
  const redisUrl = options.backend === 'redis' ? inject('redisUrl') : null
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
    // Tests share a busy machine: a slow answer is no fault of the product.
    REQUEST_DEADLINE_MS: '60000',
    QUEUE_PREFIX: `{test-${path.basename(dataDir)}}`,
    ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
    ...options.env,
  })
  const statements: string[] = []
  const { clock } = options
  const onStatement = (sql: string) => statements.push(sql)
  const resources = await openResources(config, clock ? { onStatement, clock } : { onStatement })
  const running: Running = await compose(resources)
  const superuser = new pg.Pool({
    connectionString: database.superuserUrl,
    max: 2,
    options: '-c search_path=countersign',
  })
  superuser.on('error', () => undefined)
  const port = running.api?.port ?? 0
  const url = `http://127.0.0.1:${port}`
  let stopped = false
  const stopProcess = async () => {
    if (stopped) return
    stopped = true
    await running.stop()
    await resources.close()
  }
  const sql: TestApp['sql'] = async (text, values = []) => (await superuser.query(text, values)).rows
  return {
    url,
    port,
    resources,
    database,
    statements,
    sql,
    anonymous: () => new ApiClient(url),
    signedIn: (email) => ApiClient.signIn(url, email),
    quiet: () => untilQuiet(resources, sql),
    stopProcess,
    async close() {
      await stopProcess()
      await superuser.end()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Quiet: every event told to whom it may concern, no waiting or running job, three times in a row. */
async function untilQuiet(resources: Resources, sql: TestApp['sql']): Promise<void> {
  let calm = 0
  for (let tries = 0; tries < 600 && calm < 3; tries++) {
    const [outbox] = await sql<{ waiting: number }>(
      `SELECT (SELECT count(*) FROM outbox_event WHERE published_at IS NULL OR jobs_due_at IS NOT NULL
           OR fan_out_due OR notify_due OR erp_due)::int
         + (SELECT count(*) FROM webhook_message m JOIN webhook_endpoint e ON e.id = m.endpoint_id
            WHERE m.status = 'PENDING' AND m.next_attempt_at <= now() AND e.status = 'ACTIVE' AND e.deleted_at IS NULL
              AND coalesce(e.paused_until, now()) <= now() AND coalesce(e.breaker ->> 'state', 'CLOSED') = 'CLOSED')::int AS waiting`,
    )
    const counts = await Promise.all(
      resources.queues.all().map((queue) => queue.getJobCounts('waiting', 'active')),
    )
    const busy = counts.reduce(
      (sum, { waiting = 0, active = 0 }) => sum + waiting + active,
      outbox?.waiting ?? 0,
    )
    calm = busy === 0 ? calm + 1 : 0
    await sleep(50)
  }
  if (calm < 3) throw new Error('The workers did not come to rest within 30 seconds.')
}
