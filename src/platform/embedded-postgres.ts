import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { withDirectoryLock } from './directory-lock.ts'
import { findPostgresBinaries, type PostgresBinaries } from './embedded-postgres-binaries.ts'
import { findAbandonedHomes, findPostgresHome, type PostgresHome } from './embedded-postgres-home.ts'
import * as server from './embedded-postgres-process.ts'
import { prepareRoles } from './prepare-roles.ts'
import { isAlive, processIdentity } from './process-identity.ts'
import { sharedBuffers } from './shared-buffers.ts'

/** How to start the embedded server. */
export interface EmbeddedPostgresOptions {
  /** DATA_DIR. Passwords, log and cluster live here; created when missing. */
  dataDir: string
  /** Server settings, e.g. `{ fsync: 'off' }` for tests; they go before ours. A running server that is adopted keeps its own. */
  settings?: Record<string, string>
  /** Receives a sentence per step that a person may want to know. */
  log?: (line: string) => void
}

/** A running embedded server with its database `countersign`. */
export interface EmbeddedPostgres {
  /** On 127.0.0.1; another one after each start. */
  port: number
  /** True when the server was running already: left by a killed process, or shared with another one. */
  adopted: boolean
  /** DATABASE_OWNER_URL: migrates. */
  ownerUrl: string
  /** DATABASE_URL: runs the product. */
  runtimeUrl: string
  /** Tests and maintenance only. */
  superuserUrl: string
  /** Fast shutdown, and waits for it; leaves the server to other processes that still use it. May be repeated. */
  stop(): Promise<void>
}

interface Passwords {
  superuser: string
  owner: string
  runtime: string
}

const DATABASE = 'countersign'
const HOLDERS = 'postgres-holders'
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
}

/**
 * Starts (or adopts) the PostgreSQL server that npm installed, on a free port of 127.0.0.1, with its roles prepared.
 * Works as root and not, twice in a row, and after a kill -9 of whoever started it. Installs no signal
 * handlers: the caller drains its work and then calls `stop`.
 * @throws Error with a sentence that says what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined)
  const dataDir = resolve(options.dataDir)
  const home = findPostgresHome(dataDir, log)
  const binaries = findPostgresBinaries(home.user)
  const holder = join(home.directory, HOLDERS, randomBytes(6).toString('hex'))
  const locked = <T>(work: () => Promise<T>) => withDirectoryLock(join(home.directory, 'postgres.lock'), work)
  const stop = async () => {
    if (existsSync(holder)) await locked(() => release(home, binaries, holder))
  }
  return locked(async () => {
    const passwords = loadPasswords(dataDir, home.cluster)
    hold(holder)
    try {
      if (!existsSync(home.cluster)) {
        for (const abandoned of findAbandonedHomes(dataDir, home)) {
          log(
            `${abandoned.directory} holds the database of an earlier ${dataDir}. Remove it when you do not need it.`,
          )
          await stopUnlessUsed(abandoned, binaries)
        }
        createCluster(home, binaries, passwords.superuser)
      }
      const adopted = await adopt(home, passwords.superuser)
      if (adopted) log(`Continuing with the PostgreSQL server that runs on port ${adopted.port}.`)
      else if (server.disarmDeadPidFile(home.cluster)) log('Set aside the pid file of a server that is gone.')
      const settings = { ...SETTINGS, shared_buffers: sharedBuffers(), ...options.settings }
      const { port } = adopted ?? (await server.launchPostgres(home, binaries, settings))
      const superuserUrl = url(port, {
        user: 'postgres',
        password: passwords.superuser,
        database: 'postgres',
      })
      await prepareRoles(superuserUrl, {
        database: DATABASE,
        ownerPassword: passwords.owner,
        runtimePassword: passwords.runtime,
      })
      return {
        port,
        adopted: adopted !== undefined,
        ownerUrl: url(port, { user: 'countersign_owner', password: passwords.owner, database: DATABASE }),
        runtimeUrl: url(port, { user: 'countersign_app', password: passwords.runtime, database: DATABASE }),
        superuserUrl,
        stop,
      }
    } catch (error) {
      await release(home, binaries, holder)
      throw error
    }
  })
}

/** Made before the cluster and flushed, so that no cluster exists whose password is lost. */
function loadPasswords(dataDir: string, cluster: string): Passwords {
  const file = join(dataDir, 'postgres-passwords.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Passwords
  if (existsSync(cluster)) {
    throw new Error(
      `${file} is missing, and without it nobody can sign in to the database in ${cluster}. Restore it ` +
        `from a backup; to begin with an empty database instead, move ${cluster} away.`,
    )
  }
  const password = () => randomBytes(24).toString('base64url')
  const passwords = { superuser: password(), owner: password(), runtime: password() }
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(draft, file)
  return passwords
}

/** Built beside its place and moved there when complete: a kill in the middle leaves nothing that looks usable. */
function createCluster(home: PostgresHome, binaries: PostgresBinaries, password: string): void {
  const draft = `${home.cluster}.new`
  const passwordFile = `${home.cluster}.password`
  rmSync(draft, { recursive: true, force: true })
  rmSync(passwordFile, { force: true })
  mkdirSync(draft, { mode: 0o700 })
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 })
    if (home.user) for (const path of [draft, passwordFile]) chownSync(path, home.user.uid, home.user.gid)
    const encoding = [
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ]
    const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
    const run = spawnSync(binaries.initdb, ['-D', draft, ...encoding, ...access], {
      ...home.user,
      cwd: '/',
      encoding: 'utf8',
      env: server.postgresEnvironment(),
    })
    if (run.status !== 0) {
      const reason = run.error?.message ?? run.stderr.trim()
      throw new Error(`PostgreSQL could not create its cluster in ${draft}: ${reason}`)
    }
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(draft, home.cluster)
}

/** Waits for a server that is starting, recovering or shutting down, until it answers or is gone. */
async function adopt(home: PostgresHome, password: string): Promise<server.RunningPostgres | undefined> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const running = server.findRunningPostgres(home.cluster)
    if (!running) return undefined
    const refusal = await refusalOf(url(running.port, { user: 'postgres', password, database: 'postgres' }))
    if (refusal === undefined) return running
    if (Date.now() > deadline) {
      throw new Error(
        `A PostgreSQL server (process ${running.pid}) runs on ${home.cluster} but does not let us in: ${refusal}. ` +
          `End it with \`kill -INT ${running.pid}\` and start again.`,
      )
    }
    await sleep(100)
  }
}

async function refusalOf(connectionString: string): Promise<string | undefined> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    await client.query('SELECT 1')
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Notes that this process uses the server, so that another one does not stop it under our feet. */
function hold(holder: string): void {
  mkdirSync(dirname(holder), { recursive: true, mode: 0o700 })
  writeFileSync(holder, processIdentity(process.pid) ?? '')
}

async function release(home: PostgresHome, binaries: PostgresBinaries, holder: string): Promise<void> {
  if (!existsSync(holder)) return
  rmSync(holder)
  await stopUnlessUsed(home, binaries)
}

async function stopUnlessUsed(home: PostgresHome, binaries: PostgresBinaries): Promise<void> {
  const holders = join(home.directory, HOLDERS)
  for (const name of existsSync(holders) ? readdirSync(holders) : []) {
    const path = join(holders, name)
    if (isAlive(readFileSync(path, 'utf8'))) return
    rmSync(path, { force: true })
  }
  await server.stopPostgres(home, binaries)
}

interface LogIn {
  user: string
  password: string
  database: string
}

function url(port: number, { user, password, database }: LogIn): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`
}
