import { spawnSync } from 'node:child_process'
import type { Backend } from '../../support/app.ts'
import { FaultPostgres } from './fault-postgres.ts'
import { FaultRedis } from './fault-redis.ts'

/** The servers of a test file, to be killed at will. */
export interface Servers {
  postgres: FaultPostgres
  /** Null where there is no redis-server; the global setup said so. */
  redis: FaultRedis | null
  stop: () => Promise<void>
}

/** Kills need a server of their own: REDIS_URL will not do. */
export const hasRedis = spawnSync('redis-server', ['--version']).error === undefined

const possible: Backend[] = hasRedis ? ['redis', 'postgres'] : ['postgres']

/** Both backends, or PostgreSQL alone without redis-server on the PATH; FAULT_BACKENDS names one alone. */
export const faultBackends = possible.filter((backend) =>
  (process.env['FAULT_BACKENDS'] ?? 'redis postgres').includes(backend),
)

export async function startServers(): Promise<Servers> {
  const postgres = await FaultPostgres.start()
  const redis = hasRedis ? await FaultRedis.start() : null
  return {
    postgres,
    redis,
    stop: async () => {
      await redis?.stop()
      await postgres.stop()
    },
  }
}

/** How many orders a scenario places: its own number, scaled by FAULT_ORDERS in percent of it. */
export function orders(usual: number): number {
  return Math.max(6, Math.round((usual * Number(process.env['FAULT_ORDERS'] ?? 100)) / 100))
}
