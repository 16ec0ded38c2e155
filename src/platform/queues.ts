import { setTimeout as sleep } from 'node:timers/promises'
import {
  createPostgresBackend,
  Queue,
  runMigrations,
  Worker,
  type Processor,
  type WorkerOptions,
} from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import type { Logger } from './logger.ts'

export type { Job, JobsOptions, Processor, Queue } from 'bullmq'

/** The one factory of BullMQ queues and workers: Redis in production, BullMQ's PostgreSQL backend on one machine. */
export interface Queues {
  readonly backend: 'redis' | 'postgres'
  /** The producer side of a queue; opened once per name. */
  queue(name: string): Queue
  /** Starts a worker; it is closed with the factory (running jobs end first). */
  worker(name: string, processor: Processor, settings: WorkerSettings): Worker
  /** Every queue opened so far; for the dashboard and metrics. */
  readonly all: () => Queue[]
  closeWorkers(): Promise<void>
  close(): Promise<void>
}

/** How a worker works. */
export interface WorkerSettings {
  /** How many of its jobs run at a time. */
  concurrency: number
  /** For how long a job belongs to a worker that gives no sign of life; 15 seconds when absent. */
  lockMs?: number | undefined
}

/** Thrown by a processor to get its job again, no sooner than `delayMs` from now. */
export class RunAgain extends Error {
  override name = 'RunAgain'

  constructor(
    reason: string,
    readonly delayMs: number,
    options?: ErrorOptions,
  ) {
    super(reason, options)
  }
}

/**
 * A completed job is kept for an hour, so that a repeated add with its id is ignored; failed ones stay. Attempts are
 * without end here, and so are stalls: PostgreSQL counts the starts, and says when a job is given up.
 */
const defaultJobOptions = {
  attempts: 1_000_000,
  backoff: { type: 'custom' },
  stackTraceLimit: 3,
  removeOnComplete: { age: 3600 },
  removeOnFail: false,
} as const

const usualLockMs = 15_000
const unexpectedFailureDelayMs = 10_000

const workerOptions = ({ concurrency, lockMs = usualLockMs }: WorkerSettings) =>
  ({
    concurrency,
    lockDuration: lockMs,
    stalledInterval: lockMs / 3,
    maxStalledCount: 1000,
    settings: {
      backoffStrategy: (_attempts, _type, error) =>
        error instanceof RunAgain ? error.delayMs : unexpectedFailureDelayMs,
    },
  }) satisfies Partial<WorkerOptions>

/**
 * How long running jobs get to end while a process stops. A worker whose Redis is away never says that it has closed;
 * what still runs then goes to another worker when its lock ends.
 */
const longestEndMs = 10_000

interface Opened {
  queues: Map<string, Queue>
  workers: Worker[]
}

/** Hears the faults of connections. What connections say while they are closed on purpose is no news. */
interface Faults {
  closing: boolean
  hear: (where: string) => (error: unknown) => void
}

function faultsFor(log: Logger): Faults {
  const faults: Faults = {
    closing: false,
    hear: (where) => (error) => {
      if (!faults.closing) log.warn({ err: error }, where)
    },
  }
  return faults
}

function factory(
  backend: Queues['backend'],
  open: { queue: (name: string) => Queue; worker: Queues['worker']; close: () => Promise<void> },
  faults: Faults,
): Queues {
  const opened: Opened = { queues: new Map(), workers: [] }
  return {
    backend,
    queue(name) {
      const known = opened.queues.get(name)
      if (known) return known
      const queue = open.queue(name)
      queue.on('error', faults.hear(`queue ${name}`))
      opened.queues.set(name, queue)
      return queue
    },
    worker(name, processor, settings) {
      const worker = open.worker(name, processor, settings)
      worker.on('error', faults.hear(`worker ${name}`))
      opened.workers.push(worker)
      return worker
    },
    all: () => [...opened.queues.values()],
    async closeWorkers() {
      const ended = opened.workers.splice(0).map((worker) => worker.close())
      await Promise.race([Promise.all(ended), sleep(longestEndMs, undefined, { ref: false })])
    },
    async close() {
      faults.closing = true
      await this.closeWorkers()
      await Promise.all([...opened.queues.values()].map((queue) => queue.close()))
      await open.close()
    },
  }
}

/** Queues on Redis. Producers fail at once while Redis is away: the outbox keeps the work until it is back. */
export function redisQueues(url: string, prefix: string, log: Logger): Queues {
  const faults = faultsFor(log)
  const producer = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: true,
    commandTimeout: 5_000,
  })
  producer.on('error', faults.hear('redis queue connection'))
  return factory(
    'redis',
    {
      queue: (name) => new Queue(name, { connection: producer, prefix, defaultJobOptions }),
      worker(name, processor, settings) {
        const connection = new Redis(url, { maxRetriesPerRequest: null })
        connection.on('error', faults.hear(`redis worker connection of ${name}`))
        const worker = new Worker(name, processor, { ...workerOptions(settings), connection, prefix })
        worker.on('closed', () => connection.disconnect())
        return worker
      },
      close: async () => void (await producer.quit().catch(() => undefined)),
    },
    faults,
  )
}

/** Makes or updates the tables of queues in PostgreSQL, as their owner. */
export async function migrateQueues(owner: pg.Client): Promise<void> {
  await runMigrations(owner, 'bullmq')
}

/**
 * The queue's own commits do not wait for the disk. One that a crash takes with it is a job that is added or run again:
 * what must be done stands in tables whose commits do wait, and everything earlier in the log is on disk with them.
 */
const queueCommits = '-c synchronous_commit=off'

/** Queues in PostgreSQL's schema `bullmq`, whose tables `migrate` made. */
export function postgresQueues(url: string, log: Logger): Queues {
  const faults = faultsFor(log)
  const connection = { connectionString: url, schema: 'bullmq', keepAlive: true, options: queueCommits }
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    keepAlive: true,
    options: `${queueCommits} -c search_path=bullmq`,
  })
  pool.setMaxListeners(0)
  pool.on('connect', (client) => client.on('error', faults.hear('queue connection')))
  pool.on('error', faults.hear('queue connection'))
  return factory(
    'postgres',
    {
      queue: (name) =>
        new Queue(
          name,
          { connection: pool as unknown as string, defaultJobOptions },
          createPostgresBackend,
        ) as unknown as Queue,
      worker: (name, processor, settings) =>
        new Worker(
          name,
          processor,
          {
            ...workerOptions(settings),
            connection: { ...connection, max: Math.min(settings.concurrency + 1, 4) },
          },
          createPostgresBackend,
        ) as unknown as Worker,
      close: () => pool.end(),
    },
    faults,
  )
}
