import { Redis } from 'ioredis'
import pg from 'pg'
import type { Logger } from './logger.ts'

/** Hears a message; `null` means that messages may have been missed (after a reconnect): read again. */
export type Listener = (message: string | null) => void

/** Live hints between processes. Delivery is best effort: whoever hears one reads the truth from PostgreSQL. */
export interface PubSub {
  publish(channel: string, message: string): Promise<void>
  /** Resolves when the subscription is live; the function it gives ends it. */
  subscribe(channel: string, listener: Listener): Promise<() => Promise<void>>
  close(): Promise<void>
}

class Listeners {
  readonly #byChannel = new Map<string, Set<Listener>>()

  add(channel: string, listener: Listener): { first: boolean } {
    const set = this.#byChannel.get(channel) ?? new Set()
    const first = set.size === 0
    set.add(listener)
    this.#byChannel.set(channel, set)
    return { first }
  }

  remove(channel: string, listener: Listener): { last: boolean } {
    const set = this.#byChannel.get(channel)
    set?.delete(listener)
    if (set?.size === 0) this.#byChannel.delete(channel)
    return { last: set !== undefined && set.size === 0 }
  }

  tell(channel: string, message: string): void {
    for (const listener of this.#byChannel.get(channel) ?? []) listener(message)
  }

  tellAllToReadAgain(): void {
    for (const set of this.#byChannel.values()) for (const listener of set) listener(null)
  }
}

/** How long a hint may take before it counts as not sent. */
const hintTimeoutMs = 2_000

/** Over Redis pub/sub: one Redis channel per channel, subscribed while somebody listens. */
export function redisPubSub(url: string, prefix: string, log: Logger): PubSub {
  // A hint that cannot be sent now is worth nothing later: it fails at once and is not kept.
  const publisher = new Redis(url, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: hintTimeoutMs,
  })
  const subscriber = new Redis(url, { maxRetriesPerRequest: null, enableOfflineQueue: true })
  const listeners = new Listeners()
  const name = (channel: string) => `${prefix}:live:${channel}`
  for (const client of [publisher, subscriber])
    client.on('error', (error) => log.warn({ err: error }, 'redis pub/sub connection'))
  let connectedBefore = false
  subscriber.on('ready', () => {
    if (connectedBefore) listeners.tellAllToReadAgain()
    connectedBefore = true
  })
  subscriber.on('message', (channel: string, message: string) =>
    listeners.tell(channel.slice(name('').length), message),
  )
  let closed = false
  return {
    async publish(channel, message) {
      if (!closed) await publisher.publish(name(channel), message)
    },
    async subscribe(channel, listener) {
      if (listeners.add(channel, listener).first) await subscriber.subscribe(name(channel))
      return async () => {
        const { last } = listeners.remove(channel, listener)
        if (last && !closed) await subscriber.unsubscribe(name(channel))
      }
    },
    close() {
      closed = true
      // Not `quit`, which waits for a Redis that may be away.
      publisher.disconnect()
      subscriber.disconnect()
      return Promise.resolve()
    },
  }
}

const notifyChannel = 'countersign_live'

function publisherOf(url: string, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    keepAlive: true,
    connectionTimeoutMillis: hintTimeoutMs,
    application_name: 'countersign-pubsub',
    // A hint that a crash takes with it is worth nothing later: nobody waits until it is on disk.
    options: '-c synchronous_commit=off',
  })
  const warn = (error: Error) => log.warn({ err: error }, 'pub/sub publisher')
  pool.on('connect', (client) => client.on('error', warn))
  pool.on('error', warn)
  return pool
}

/** Over LISTEN/NOTIFY: one PostgreSQL channel, payload `channel message` (ids only, below 8000 bytes). */
export async function postgresPubSub(url: string, log: Logger): Promise<PubSub> {
  const listeners = new Listeners()
  let closed = false
  let listening: pg.Client | undefined
  const pool = publisherOf(url, log)

  const listen = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      application_name: 'countersign-pubsub',
    })
    let isLive = false
    client.on('error', (error) => log.warn({ err: error }, 'pub/sub listener'))
    // A connection that never stood ends too; whoever asked for it tries again, and nobody else.
    client.on('end', () => void (isLive && again()))
    client.on('notification', ({ payload = '' }) => {
      const space = payload.indexOf(' ')
      listeners.tell(payload.slice(0, space), payload.slice(space + 1))
    })
    try {
      await client.connect()
      await client.query(`LISTEN ${notifyChannel}`)
    } catch (error) {
      await client.end().catch(() => undefined)
      throw error
    }
    isLive = true
    listening = client
    // Closed meanwhile: nobody else would end it.
    if (closed) await client.end()
  }
  const again = async (): Promise<void> => {
    if (closed) return
    try {
      await listen()
      listeners.tellAllToReadAgain()
    } catch (error) {
      log.warn({ err: error }, 'pub/sub listener: trying again in a second')
      setTimeout(() => void again(), 1000).unref()
    }
  }
  await listen()
  return {
    async publish(channel, message) {
      if (!closed) await pool.query('SELECT pg_notify($1, $2)', [notifyChannel, `${channel} ${message}`])
    },
    subscribe(channel, listener) {
      listeners.add(channel, listener)
      return Promise.resolve(() => {
        listeners.remove(channel, listener)
        return Promise.resolve()
      })
    },
    async close() {
      closed = true
      await Promise.allSettled([listening?.end(), pool.end()])
    },
  }
}
