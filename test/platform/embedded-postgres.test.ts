import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, expect, test } from 'vitest'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'

const isRoot = process.getuid?.() === 0
const cleanups: (() => void | Promise<void>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

/** A folder of our own, with a space in its name, that every user may enter. */
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign test '))
  chmodSync(folder, 0o711)
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** One data directory for the tests that neither begin with nothing nor break it: creating a cluster takes the longest. */
const common = join(mkdtempSync(join(tmpdir(), 'countersign test ')), 'data')
chmodSync(dirname(common), 0o711)
afterAll(() => rmSync(dirname(common), { recursive: true, force: true }))

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } })
  cleanups.push(() => postgres.stop())
  return postgres
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Another process that starts the server; answers when it runs. */
async function startElsewhere(dataDir: string): Promise<ChildProcess> {
  const launcher = new URL('../../src/platform/embedded-postgres.ts', import.meta.url).href
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(launcher)})
    const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, settings: { fsync: 'off' } })
    process.stdout.write(String(postgres.port))
    process.stdin.once('data', async () => { await postgres.stop(); process.exit() })`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  cleanups.push(() => void child.kill('SIGKILL'))
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve)
    child.once('exit', () => reject(new Error('The other process ended before its server ran.')))
  })
  return child
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null)
    await new Promise((resolve) => child.once('exit', resolve))
}

function pidOf(dataDir: string): number {
  return Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10)
}

test('a fresh data directory gets a UTF-8 server on loopback with the three roles', async () => {
  const dataDir = join(makeFolder(), 'data')
  const postgres = await start(dataDir)

  expect(postgres.adopted).toBe(false)
  expect(
    await query(
      postgres.superuserUrl,
      `SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb
       FROM pg_roles WHERE rolname LIKE 'countersign%' ORDER BY rolname`,
    ),
  ).toEqual(
    ['countersign_app', 'countersign_gate', 'countersign_owner'].map((rolname) => ({
      rolname,
      rolcanlogin: rolname !== 'countersign_gate',
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
    })),
  )
  expect(
    await query(
      postgres.runtimeUrl,
      `SELECT current_user AS who, current_setting('search_path') AS path, current_setting('server_encoding') AS encoding,
         current_setting('idle_in_transaction_session_timeout') AS timeout, current_setting('listen_addresses') AS address,
         current_setting('fsync') AS fsync, (SELECT datlocale FROM pg_database WHERE datname = current_database()) AS locale`,
    ),
  ).toEqual([
    {
      who: 'countersign_app',
      path: 'countersign',
      encoding: 'UTF8',
      timeout: '15s',
      address: '127.0.0.1',
      fsync: 'off',
      locale: 'C.UTF-8',
    },
  ])
  expect(await query(postgres.runtimeUrl, `SELECT similarity('order', 'orders') > 0.5 AS similar`)).toEqual([
    { similar: true },
  ])
})

test('passwords are needed, and kept readable for the owner of the data directory only', async () => {
  const dataDir = common
  const postgres = await start(dataDir)

  const stranger = new URL(postgres.runtimeUrl)
  stranger.password = 'guessed'
  await expect(query(stranger.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/)
  expect(statSync(join(dataDir, 'postgres-passwords.json')).mode & 0o777).toBe(0o600)
  expect(statSync(dataDir).mode & 0o777).toBe(isRoot ? 0o711 : 0o700)
  expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700)
})

test('a restart keeps data and passwords', async () => {
  const dataDir = common
  const first = await start(dataDir)
  await query(first.ownerUrl, 'DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 42 AS answer')
  await first.stop()
  await first.stop()
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)

  const second = await start(dataDir)
  expect(second.adopted).toBe(false)
  expect(await query(second.ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  expect(new URL(second.ownerUrl).password).toBe(new URL(first.ownerUrl).password)
})

test('a server that outlived the kill -9 of its process is adopted, and stopped in the end', async () => {
  const dataDir = common
  const child = await startElsewhere(dataDir)
  const pid = pidOf(dataDir)
  child.kill('SIGKILL')
  await ended(child)

  const postgres = await start(dataDir)
  expect(postgres.adopted).toBe(true)
  expect(pidOf(dataDir)).toBe(pid)
  expect(await query(postgres.runtimeUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await postgres.stop()
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
})

test('a server that another living process uses is left running', async () => {
  const dataDir = common
  const child = await startElsewhere(dataDir)
  const guest = await start(dataDir)
  expect(guest.adopted).toBe(true)
  await guest.stop()
  expect(await query(guest.runtimeUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])

  child.stdin?.write('stop')
  await ended(child)
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
})

test('two starts at once share one server', async () => {
  const dataDir = common
  const both = await Promise.all([start(dataDir), start(dataDir)])
  expect(new Set(both.map((postgres) => postgres.adopted))).toEqual(new Set([false, true]))
  expect(both[0].port).toBe(both[1].port)
})

test('a kill -9 of the server itself loses nothing', async () => {
  const dataDir = common
  const first = await start(dataDir)
  await query(first.ownerUrl, 'DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 42 AS answer')
  process.kill(pidOf(dataDir), 'SIGKILL')

  const second = await start(dataDir)
  expect(second.adopted).toBe(false)
  expect(await query(second.ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
})

test.each([
  ['is free', 2_147_483_600],
  ['belongs to another program now', process.pid],
])('a pid file whose number %s does not stand in the way', async (_, pid) => {
  const dataDir = common
  const first = await start(dataDir)
  const file = join(dataDir, 'postgres', 'postmaster.pid')
  const left = readFileSync(file, 'utf8').replace(/^\d+/, String(pid))
  await first.stop()
  writeFileSync(file, left, { mode: 0o600 })
  const { uid, gid } = statSync(join(dataDir, 'postgres'))
  chownSync(file, uid, gid)

  const second = await start(dataDir)
  expect(second.adopted).toBe(false)
  expect(pidOf(dataDir)).not.toBe(pid)
})

test('a cluster without its passwords is refused and left alone', async () => {
  const dataDir = join(makeFolder(), 'data')
  await (await start(dataDir)).stop()
  rmSync(join(dataDir, 'postgres-passwords.json'))

  await expect(start(dataDir)).rejects.toThrow(/postgres-passwords\.json is missing/)
  expect(existsSync(join(dataDir, 'postgres', 'PG_VERSION'))).toBe(true)
})

test('a setting that the server refuses is reported in its own words, and can be corrected', async () => {
  const dataDir = common
  await expect(startEmbeddedPostgres({ dataDir, settings: { max_connections: 'many' } })).rejects.toThrow(
    /PostgreSQL did not start: FATAL: {2}invalid value for parameter "max_connections": "many"/,
  )
  expect((await start(dataDir)).adopted).toBe(false)
})

test.runIf(isRoot)('below a private home, root keeps the cluster elsewhere and finds it again', async () => {
  const home = makeFolder()
  chmodSync(home, 0o700)
  const dataDir = join(home, 'project', '.data')
  mkdirSync(join(home, 'project'))
  const first = await start(dataDir)
  const { directory } = JSON.parse(readFileSync(join(dataDir, 'postgres-location.json'), 'utf8')) as {
    directory: string
  }
  cleanups.splice(1, 0, () => rmSync(directory, { recursive: true, force: true }))
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false)
  expect(existsSync(join(directory, 'postgres', 'PG_VERSION'))).toBe(true)
  await query(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer')
  await first.stop()

  const second = await start(dataDir)
  expect(await query(second.ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  await second.stop()

  renameSync(directory, `${directory}.gone`)
  cleanups.splice(1, 0, () => rmSync(`${directory}.gone`, { recursive: true, force: true }))
  await expect(start(dataDir)).rejects.toThrow(/there is no such directory/)
})

test.runIf(isRoot)(
  'a new data directory in place of a removed one begins empty and ends the old server',
  async () => {
    const home = makeFolder()
    chmodSync(home, 0o700)
    const dataDir = join(home, '.data')
    const locations: string[] = []
    cleanups.push(() => locations.forEach((directory) => rmSync(directory, { recursive: true, force: true })))
    const locate = () => {
      const text = readFileSync(join(dataDir, 'postgres-location.json'), 'utf8')
      locations.push((JSON.parse(text) as { directory: string }).directory)
    }
    const child = await startElsewhere(dataDir)
    locate()
    child.kill('SIGKILL')
    await ended(child)
    rmSync(dataDir, { recursive: true })

    const second = await start(dataDir)
    locate()
    expect(second.adopted).toBe(false)
    const [old = '', current = ''] = locations
    expect(existsSync(join(old, 'postgres', 'PG_VERSION'))).toBe(true)
    expect(existsSync(join(old, 'postgres', 'postmaster.pid'))).toBe(false)
    expect(existsSync(join(current, 'postgres', 'postmaster.pid'))).toBe(true)
  },
)
