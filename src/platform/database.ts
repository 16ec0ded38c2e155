import { Socket } from 'node:net'
import type { EntityName } from '@mikro-orm/core'
import { MikroORM, type EntityManager } from '@mikro-orm/postgresql'
import type { Pool, PoolClient } from 'pg'

export type { EntityManager }

export interface DatabaseOptions {
  url: string
  pool: number
  /** Every entity class of the process. */
  entities: EntityName[]
  /** Hears every statement that the mapper sends; tests count with it. */
  onStatement?: (sql: string) => void
  /** Hears of the pool of connections once it is made. */
  onPool?: (pool: PoolUse) => void
}

/** How many connections a pool has, how many of them are free, and how many wait for one. */
export type PoolUse = Readonly<Pick<Pool, 'totalCount' | 'idleCount' | 'waitingCount'>>

/** Nothing waits without bound: a lock that cannot be had becomes the refusal BUSY, a runaway statement ends. */
const sessionLimits = ['lock_timeout=3s', 'statement_timeout=8s', 'idle_in_transaction_session_timeout=10s']
/** How long a connection stays in the pool unused. */
const idleMs = 10_000
/** Above both limits: a connection on which nothing moves for so long has lost its server, whatever TCP believes. */
const silentMs = 12_000

/** A socket that ends itself when the server has stopped answering; else its users would wait for ever. */
function socketThatGivesUp(): Socket {
  const socket = new Socket()
  socket.setTimeout(silentMs, () => socket.destroy(new Error('Connection terminated: PostgreSQL is silent')))
  return socket
}

/** How long whoever has a connection gets to give it back after its end. */
const giveBackMs = 1_000

/**
 * Takes dead connections back. The mapper gives none back that has died in a transaction, because its rollback fails;
 * each would keep its place in the pool, until a database that was killed once too often has locked everybody out.
 */
function takeBackTheDead(pool: Pool): void {
  const inUse = new Set<PoolClient>()
  pool.on('acquire', (client) => inUse.add(client))
  pool.on('release', (_error, client) => inUse.delete(client))
  pool.on('connect', (client) => {
    const takeBack = () => {
      if (inUse.has(client)) client.release(true)
    }
    client.once('end', () => setTimeout(takeBack, giveBackMs).unref())
  })
}

/** Opens the mapper over PostgreSQL as the runtime role. Nothing is created or altered here. */
export async function openDatabase(options: DatabaseOptions): Promise<MikroORM> {
  const { onStatement, onPool } = options
  return MikroORM.init({
    clientUrl: options.url,
    schema: 'countersign',
    entities: options.entities,
    pool: { min: 0, max: options.pool, idleTimeoutMillis: idleMs },
    driverOptions: {
      application_name: 'countersign',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      stream: socketThatGivesUp,
      onPoolCreated(pool: Pool) {
        takeBackTheDead(pool)
        onPool?.(pool)
      },
      options: sessionLimits.map((limit) => `-c ${limit}`).join(' '),
    },
    loadStrategy: 'select-in',
    dataloader: true,
    forceUtcTimezone: true,
    ignoreUndefinedInQuery: true,
    ...(onStatement ? { debug: ['query'], logger: onStatement, colors: false } : {}),
  })
}
