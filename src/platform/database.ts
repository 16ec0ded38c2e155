import type { EntityName } from '@mikro-orm/core'
import { MikroORM, type EntityManager } from '@mikro-orm/postgresql'

export type { EntityManager }

export interface DatabaseOptions {
  url: string
  pool: number
  /** Every entity class of the process. */
  entities: EntityName[]
  /** Hears every statement that the mapper sends; tests count with it. */
  onStatement?: (sql: string) => void
}

/** Nothing waits without bound: a lock that cannot be had becomes the refusal BUSY, a runaway statement ends. */
const sessionLimits = ['lock_timeout=5s', 'statement_timeout=15s', 'idle_in_transaction_session_timeout=15s']

/** Opens the mapper over PostgreSQL as the runtime role. Nothing is created or altered here. */
export async function openDatabase(options: DatabaseOptions): Promise<MikroORM> {
  const { onStatement } = options
  return MikroORM.init({
    clientUrl: options.url,
    schema: 'countersign',
    entities: options.entities,
    pool: { min: 0, max: options.pool, idleTimeoutMillis: 30_000 },
    driverOptions: {
      application_name: 'countersign',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      options: sessionLimits.map((limit) => `-c ${limit}`).join(' '),
    },
    loadStrategy: 'select-in',
    dataloader: true,
    forceUtcTimezone: true,
    ignoreUndefinedInQuery: true,
    ...(onStatement ? { debug: ['query'], logger: onStatement, colors: false } : {}),
  })
}
