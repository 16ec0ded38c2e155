import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { loadDemoData } from '../../../src/demo/load-demo-data.ts'
import { entities } from '../../../src/entities.ts'
import { systemClock } from '../../../src/platform/clock.ts'
import { openDatabase } from '../../../src/platform/database.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../src/platform/embedded-postgres.ts'
import { systemIds } from '../../../src/platform/ids.ts'
import { createLogger } from '../../../src/platform/logger.ts'
import { migrate } from '../../../src/platform/migrate.ts'
import { prepareRoles, withDatabase } from '../../../src/platform/prepare-roles.ts'

/** The keys of every process of a site: they must read what another one has sealed. */
export const siteKeys = { encryption: Buffer.alloc(32, 7), signing: Buffer.alloc(32, 8) }

/** A database with demo data, without host and port: a server that restarts gets another port. */
export interface FaultDatabase {
  name: string
  runtimeUrl: (port: number) => string
  superuserUrl: (port: number) => string
}

function onPort(url: string, name: string): (port: number) => string {
  return (port) => {
    const changed = new URL(withDatabase(url, name))
    changed.port = String(port)
    return changed.href
  }
}

/** A PostgreSQL of the run's own that may be killed, with fsync on as in production. */
export class FaultPostgres {
  readonly #dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-faults-'))
  readonly #handles: EmbeddedPostgres[] = []
  #isStopped = false

  private constructor(private readonly settings: Record<string, string>) {}

  get #running(): EmbeddedPostgres {
    const running = this.#handles.at(-1)
    if (!running) throw new Error('Start it first.')
    return running
  }

  get port(): number {
    return this.#running.port
  }

  /** `settings` of PostgreSQL besides those of production. */
  static async start(settings: Record<string, string> = {}): Promise<FaultPostgres> {
    const server = new FaultPostgres(settings)
    await server.restart()
    // Its cluster outlives whoever started it, by design; a test that fails must not leave one behind.
    process.once('exit', () => {
      if (!server.#isStopped) process.kill(server.#pid(), 'SIGQUIT')
    })
    await migrate(server.#running.ownerUrl)
    await server.#loadDemo()
    return server
  }

  /** Starts it, or starts it again after a kill: waits for recovery, and for the backends of the dead server to go. */
  async restart(): Promise<void> {
    const settings = {
      fsync: 'on',
      synchronous_commit: 'on',
      max_connections: '300',
      shared_buffers: '128MB',
      ...this.settings,
    }
    this.#handles.push(await startEmbeddedPostgres({ dataDir: this.#dataDir, settings }))
  }

  /** SIGKILL for the postmaster; its backends end by themselves when they notice. */
  kill(): void {
    process.kill(this.#pid(), 'SIGKILL')
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    process.kill(this.#pid(), signal)
  }

  #pid(): number {
    const pointer = path.join(this.#dataDir, 'postgres', 'postmaster.pid')
    return Number.parseInt(readFileSync(pointer, 'utf8'), 10)
  }

  async #loadDemo(): Promise<void> {
    const log = createLogger('silent')
    const orm = await openDatabase({ url: this.#running.runtimeUrl, pool: 4, entities })
    const ids = systemIds(systemClock)
    const parts = { root: orm.em.fork(), clock: systemClock, ids, log, keys: siteKeys }
    await loadDemoData(parts, () => undefined)
    await orm.close(true)
  }

  /** A database of a scenario's own, with demo data. */
  async database(): Promise<FaultDatabase> {
    const name = `fault_${randomBytes(4).toString('hex')}`
    const { superuserUrl, runtimeUrl } = this.#running
    const admin = new pg.Client({ connectionString: withDatabase(superuserUrl, 'postgres') })
    await admin.connect()
    await admin.query(`CREATE DATABASE ${name} TEMPLATE countersign OWNER countersign_owner`)
    await admin.end()
    await prepareRoles(superuserUrl, { database: name })
    return { name, runtimeUrl: onPort(runtimeUrl, name), superuserUrl: onPort(superuserUrl, name) }
  }

  async drop(database: FaultDatabase): Promise<void> {
    const admin = new pg.Client({ connectionString: withDatabase(this.#running.superuserUrl, 'postgres') })
    await admin.connect()
    await admin.query(`DROP DATABASE IF EXISTS ${database.name} WITH (FORCE)`)
    await admin.end()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    for (const handle of this.#handles) await handle.stop()
    rmSync(this.#dataDir, { recursive: true, force: true })
  }
}
