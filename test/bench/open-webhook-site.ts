import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { fanOutBatchJob } from '../../jobs/fan-out-batch.ts'
import { fanOutWebhooksJob } from '../../jobs/fan-out-webhooks.ts'
import { pumpWebhooksJob } from '../../jobs/pump-webhooks.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openResources } from '../../src/resources.ts'
import { siteKeys, type FaultPostgres } from '../faults/kit/fault-postgres.ts'
import type { FaultRedis } from '../faults/kit/fault-redis.ts'
import { startWebhookWorkers } from '../support/start-webhook-workers.ts'

const webhookJobs = [fanOutBatchJob, fanOutWebhooksJob, pumpWebhooksJob]

/** A database of its own, and workers on webhooks alone in this process; they are told to call loopback. */
export async function openWebhookSite(
  postgres: FaultPostgres,
  redis: FaultRedis | null,
  definitions: Parameters<typeof startWebhookWorkers>[2] = webhookJobs,
) {
  const database = await postgres.database()
  const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'))
  const config = readConfig({
    DATABASE_URL: database.runtimeUrl(postgres.port),
    ENCRYPTION_KEY: siteKeys.encryption.toString('base64'),
    SIGNING_KEY: siteKeys.signing.toString('base64'),
    DATA_DIR: dataDir,
    PORT: '0',
    LOG_LEVEL: 'error',
    QUEUE_PREFIX: `{${database.name}}`,
    ...(redis ? { REDIS_URL: redis.url } : {}),
  })
  let statements = 0
  const resources = await openResources(config, { onStatement: () => void (statements += 1) })
  const superuser = {
    connectionString: database.superuserUrl(postgres.port),
    options: '-c search_path=countersign',
  }
  const sql = new pg.Pool({ ...superuser, max: 2 })
  const stop = await startWebhookWorkers(resources, config, definitions)
  return {
    resources,
    sql,
    statements: () => statements,
    async close() {
      await stop()
      await resources.close()
      await sql.end()
      await postgres.drop(database)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
