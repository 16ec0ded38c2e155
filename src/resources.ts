import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { MikroORM } from '@mikro-orm/postgresql'
import type { Keys } from './access/ctx.ts'
import { entities } from './entities.ts'
import { systemClock, type Clock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { openDatabase, type PoolUse } from './platform/database.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './platform/embedded-postgres.ts'
import { systemIds, type Ids } from './platform/ids.ts'
import { readKeys } from './platform/keys.ts'
import { createLogger, type Logger } from './platform/logger.ts'
import { migrate } from './platform/migrate.ts'
import { openTracing } from './platform/open-tracing.ts'
import { postgresPubSub, redisPubSub, type PubSub } from './platform/pubsub.ts'
import { postgresQueues, redisQueues, type Queues } from './platform/queues.ts'
import { refuseUnsafeRole } from './platform/refuse-unsafe-role.ts'
import { refuseWrongClock } from './platform/refuse-wrong-clock.ts'
import type { Tracing } from './platform/tracing.ts'

/** Everything a process holds open; the API, the workers and the tests use the same. */
export interface Resources {
  config: Config
  orm: MikroORM
  queues: Queues
  pubsub: PubSub
  keys: Keys
  clock: Clock
  ids: Ids
  log: Logger
  /** Null: nothing is traced. */
  tracing: Tracing | null
  /** How the mapper's connections are used; null before it has opened one. */
  poolUse: () => PoolUse | null
  /** Where the runtime role connects; the single-process guard and LISTEN use it. */
  databaseUrl: string
  close(): Promise<void>
}

interface Databases {
  url: string
  ownerUrl: string | undefined
  embedded: EmbeddedPostgres | undefined
}

async function findDatabase(config: Config, log: Logger): Promise<Databases> {
  if (config.databaseUrl)
    return { url: config.databaseUrl, ownerUrl: config.databaseOwnerUrl, embedded: undefined }
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  const dataDir = path.join(config.dataDir, 'postgres')
  const embedded = await startEmbeddedPostgres({ dataDir, log: (line) => log.debug({ postgres: line }) })
  return { url: embedded.runtimeUrl, ownerUrl: embedded.ownerUrl, embedded }
}

/** The database alone, as it is: for commands that only read. Nothing is migrated. */
export async function openDatabaseAlone(config: Config): Promise<Pick<Resources, 'orm' | 'log' | 'close'>> {
  const log = createLogger(config.logLevel)
  const database = await findDatabase(config, log)
  try {
    await refuseUnsafeRole(database.url)
    const orm = await openDatabase({ url: database.url, pool: 4, entities })
    const close = async () => {
      await orm.close(true)
      await database.embedded?.stop()
    }
    return { orm, log, close }
  } catch (error) {
    await database.embedded?.stop()
    throw error
  }
}

/** What traces tell of the process: which part of the product it is, and nothing of the machine. */
function processOf(config: Config): Record<string, string> {
  return { 'service.namespace': 'countersign', 'countersign.role': config.role }
}

/** Opens database, queues and live updates in this order, migrating when it may; closes them in reverse. */
export async function openResources(
  config: Config,
  overrides: { clock?: Clock; onStatement?: (sql: string) => void } = {},
): Promise<Resources> {
  const log = createLogger(config.logLevel)
  const clock = overrides.clock ?? systemClock
  const database = await findDatabase(config, log)
  const opened: Array<() => Promise<unknown>> = [async () => database.embedded?.stop()]
  const close = async () => {
    for (const end of opened.splice(0).toReversed()) await end()
  }
  try {
    if (database.ownerUrl) await migrate(database.ownerUrl)
    await refuseUnsafeRole(database.url)
    // The machine's own clock, also where a test gives the product another one.
    await refuseWrongClock(database.url, systemClock)
    const tracing =
      config.tracing && (await openTracing({ ...config.tracing, process: processOf(config), log }))
    opened.push(async () => tracing?.close())
    const { onStatement } = overrides
    let pool: PoolUse | null = null
    const orm = await openDatabase({
      url: database.url,
      pool: config.databasePool,
      entities,
      onPool: (made) => (pool = made),
      ...(onStatement ? { onStatement } : {}),
    })
    opened.push(() => orm.close(true))
    const pubsub = config.redisUrl
      ? redisPubSub(config.redisUrl, config.queuePrefix, log)
      : await postgresPubSub(database.url, log)
    opened.push(() => pubsub.close())
    const queues = config.redisUrl
      ? redisQueues(config.redisUrl, config.queuePrefix, log)
      : postgresQueues(database.url, log)
    opened.push(() => queues.close())
    const keys = await readKeys(config)
    return {
      config,
      orm,
      queues,
      pubsub,
      keys,
      clock,
      ids: systemIds(clock),
      log,
      tracing,
      poolUse: () => pool,
      databaseUrl: database.url,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
