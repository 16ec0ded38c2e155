import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // listens on TCP
  server.close()
  await once(server, 'close')
  return port
}

/** A Redis of the run's own that may be killed; AOF every second, as in production, unless told otherwise. */
export class FaultRedis {
  readonly #dir = mkdtempSync(path.join(tmpdir(), 'countersign-fault-redis-'))
  #child: ChildProcess | null = null

  private constructor(
    readonly port: number,
    readonly isDurable: boolean,
  ) {}

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  static async start({ durable = true } = {}): Promise<FaultRedis> {
    const redis = new FaultRedis(await freePort(), durable)
    process.once('exit', () => redis.#child?.kill('SIGKILL'))
    await redis.restart()
    return redis
  }

  /** Starts it again on the same port and directory. */
  async restart(): Promise<void> {
    const where = [
      '--port',
      String(this.port),
      '--bind',
      '127.0.0.1',
      '--daemonize',
      'no',
      '--dir',
      this.#dir,
    ]
    const aof = ['--save', '', '--appendonly', this.isDurable ? 'yes' : 'no', '--appendfsync', 'everysec']
    this.#child = spawn('redis-server', [...where, ...aof], { stdio: 'ignore' })
    await this.#asked(async (client) => {
      for (let tries = 0; tries < 200; tries++) {
        if ((await client.ping().catch(() => '')) === 'PONG') return
        await sleep(25)
      }
      throw new Error('Redis did not start.')
    })
  }

  async kill(): Promise<void> {
    const child = this.#child
    if (child?.exitCode !== null || child.signalCode !== null) throw new Error('Redis was not running.')
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  async flushAll(): Promise<void> {
    await this.#asked((client) => client.flushall())
  }

  async #asked<T>(ask: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(this.url, { maxRetriesPerRequest: null, retryStrategy: () => 25 })
    client.on('error', () => undefined)
    try {
      return await ask(client)
    } finally {
      client.disconnect()
    }
  }

  async stop(): Promise<void> {
    this.#child?.kill('SIGKILL')
    await sleep(50)
    rmSync(this.#dir, { recursive: true, force: true })
  }
}
