import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { loadDemoData } from '../../src/demo/load-demo-data.ts'
import { entities } from '../../src/entities.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { systemIds } from '../../src/platform/ids.ts'
import { createLogger } from '../../src/platform/logger.ts'
import { prepareRoles, withDatabase } from '../../src/platform/prepare-roles.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { clearResults } from '../faults/kit/results.ts'
import { writeTrustPage } from '../faults/kit/write-trust-page.ts'
import { startRedis } from './redis.ts'

declare module 'vitest' {
  interface ProvidedContext {
    superuserUrl: string
    ownerUrl: string
    runtimeUrl: string
    redisUrl: string | null
  }
}

/** Ctrl-C skips the teardown; the server must not outlive the run all the same. The function it gives takes that back. */
function stopWhenInterrupted(dataDir: string): () => void {
  const end = () => {
    const pid = Number.parseInt(readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10)
    process.kill(pid, 'SIGQUIT')
    rmSync(dataDir, { recursive: true, force: true })
    process.exit(130)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, end)
  return () => {
    for (const signal of signals) process.off(signal, end)
  }
}

/** A second template, with the demo data in it: loaded once, cloned by every test that starts the whole product. */
async function makeDemoTemplate(postgres: EmbeddedPostgres): Promise<void> {
  const admin = new pg.Client({ connectionString: withDatabase(postgres.superuserUrl, 'postgres') })
  await admin.connect()
  await admin.query('CREATE DATABASE countersign_demo TEMPLATE countersign OWNER countersign_owner')
  await admin.end()
  await prepareRoles(postgres.superuserUrl, { database: 'countersign_demo' })
  const log = createLogger('silent')
  const url = withDatabase(postgres.runtimeUrl, 'countersign_demo')
  const orm = await openDatabase({ url, pool: 4, entities })
  const ids = systemIds(systemClock)
  const keys = { encryption: Buffer.alloc(32, 1), signing: Buffer.alloc(32, 2) }
  await loadDemoData({ root: orm.em.fork(), clock: systemClock, ids, log, keys }, () => undefined)
  await orm.close(true)
}

/**
 * Starts PostgreSQL (embedded; fsync off, for tests only) and Redis, and migrates the one database that every test
 * file clones. Without Redis it says loudly what is skipped; with CI=true that is a failure.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const isLong = Boolean(process.env['TEST_LONG'])
  // FAULT_KEEP=1 adds to the results of an earlier run: for one scenario at a time.
  if (isLong && !process.env['FAULT_KEEP']) clearResults()
  const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-test-'))
  const postgres = await startEmbeddedPostgres({
    dataDir,
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '300' },
  })
  const forget = stopWhenInterrupted(dataDir)
  await migrate(postgres.ownerUrl)
  const admin = new pg.Client({ connectionString: postgres.superuserUrl })
  await admin.connect()
  await admin.query("UPDATE pg_database SET datistemplate = true WHERE datname = 'countersign'")
  await admin.end()
  await makeDemoTemplate(postgres)

  const redis = await startRedis()
  if (!redis) {
    const sentence =
      'No Redis: set REDIS_URL or install redis-server. Tests on the Redis backend are SKIPPED.'
    if (process.env['CI']) throw new Error(sentence)
    process.stderr.write(`\n*** ${sentence} ***\n\n`)
  }
  project.provide('superuserUrl', postgres.superuserUrl)
  project.provide('ownerUrl', postgres.ownerUrl)
  project.provide('runtimeUrl', postgres.runtimeUrl)
  project.provide('redisUrl', redis?.url ?? null)
  return async () => {
    if (isLong) await writeTrustPage()
    forget()
    await redis?.stop()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
