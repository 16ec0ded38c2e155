import { spawn, spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  fchownSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PostgresBinaries } from './embedded-postgres-binaries.ts'
import type { PostgresHome } from './embedded-postgres-home.ts'
import { commandLine, processIdentity } from './process-identity.ts'

/** What `postmaster.pid` says. */
export interface RunningPostgres {
  pid: number
  port: number
}

/** Above every system's highest process number. */
const NO_PROCESS = '2147483646'
const READY_WITHIN = 120_000
const FAST_SHUTDOWN_WITHIN = 60_000
const LOG_LIMIT = 10_000_000

/** The server that runs on this cluster; undefined when there is none, whatever a left-over pid file says. */
export function findRunningPostgres(cluster: string): RunningPostgres | undefined {
  const { pid, port } = readPidFile(cluster)
  return pid > 0 && isServerOf(pid, cluster) ? { pid, port } : undefined
}

/**
 * Makes the pid file of a dead server harmless when its number now belongs to another process (a restarted container,
 * a rebooted machine) or to a zombie, which PostgreSQL would take for the server. The number is replaced and the file
 * kept: PostgreSQL then removes it itself, after making sure that no old backend still holds the shared memory.
 */
export function disarmDeadPidFile(cluster: string): boolean {
  const { pid } = readPidFile(cluster)
  if (pid <= 0 || process.platform === 'win32' || !numberIsTaken(pid) || mayBeServerOf(pid, cluster))
    return false
  const file = join(cluster, 'postmaster.pid')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, NO_PROCESS))
  return true
}

/**
 * Starts the server on a free port and waits until it accepts connections.
 * @throws Error with the server's own FATAL and HINT lines.
 */
export async function launchPostgres(
  home: PostgresHome,
  binaries: PostgresBinaries,
  settings: Record<string, string>,
): Promise<RunningPostgres> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launchOnce(home, binaries, { ...settings, port: String(await freePort()) })
    } catch (error) {
      const reason = error instanceof Error ? error.message : ''
      // Somebody took the port meanwhile, or the backends of a killed server have not noticed its end yet.
      const passing = /could not create any TCP\/IP sockets|shared memory block .* is still in use/.test(
        reason,
      )
      if (!passing || attempt === 20) throw error
      await sleep(500)
    }
  }
}

/** Fast shutdown (open transactions are rolled back), and waits until the server is gone. */
export async function stopPostgres({ cluster }: PostgresHome, binaries: PostgresBinaries): Promise<void> {
  const running = findRunningPostgres(cluster)
  if (!running) return
  if (process.platform === 'win32') {
    spawnSync(binaries.pgCtl, ['stop', '-D', cluster, '-m', 'fast', '-w'], { cwd: '/' })
    return
  }
  process.kill(running.pid, 'SIGINT')
  const deadline = Date.now() + FAST_SHUTDOWN_WITHIN
  let urged = false
  while (isServerOf(running.pid, cluster)) {
    if (!urged && Date.now() > deadline) {
      // Immediate shutdown: nothing that was committed is lost, the next start recovers from the log.
      process.kill(running.pid, 'SIGQUIT')
      urged = true
    }
    await sleep(20)
  }
}

/** The environment of the server: nothing of ours, and messages that can be parsed. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot']
  return { ...Object.fromEntries(kept.map((name) => [name, process.env[name]])), LC_ALL: 'C' }
}

async function launchOnce(
  home: PostgresHome,
  binaries: PostgresBinaries,
  settings: Record<string, string>,
): Promise<RunningPostgres> {
  const log = join(home.directory, 'postgres.log')
  const start = rotate(log)
  const output = openSync(log, 'a', 0o600)
  if (home.user) fchownSync(output, home.user.uid, home.user.gid)
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // Detached, in `/` and writing to a file: Ctrl-C reaches only us, and the server outlives a kill -9 of ours unharmed.
  const child = spawn(binaries.postgres, ['-D', home.cluster, ...flags], {
    ...home.user,
    cwd: '/',
    detached: true,
    env: postgresEnvironment(),
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  child.unref()
  let ended: string | undefined
  child.once('error', (error) => (ended = error.message))
  child.once('exit', (code, signal) => (ended ??= `it ended with ${signal ?? code}`))
  const deadline = Date.now() + READY_WITHIN
  while (ended === undefined && Date.now() < deadline) {
    const file = readPidFile(home.cluster)
    if (file.ready && file.pid === child.pid) return { pid: file.pid, port: file.port }
    await sleep(20)
  }
  const reason = ended ?? `it was not ready within ${READY_WITHIN / 1000} s`
  child.kill('SIGQUIT')
  throw new Error(`PostgreSQL did not start: ${complaints(log, start) || reason}. Its log is ${log}.`)
}

/** Keeps one old log; answers where the new messages will begin. */
function rotate(log: string): number {
  if (!existsSync(log)) return 0
  const { size } = statSync(log)
  if (size < LOG_LIMIT) return size
  renameSync(log, `${log}.1`)
  return 0
}

function complaints(log: string, start: number): string {
  return readFileSync(log)
    .subarray(start)
    .toString('utf8')
    .split('\n')
    .map(
      (line) =>
        /(?:FATAL|PANIC|DETAIL|HINT|error while loading).*$/.exec(line)?.[0].trim().replace(/\.$/, '') ?? '',
    )
    .filter(Boolean)
    .join('. ')
}

function readPidFile(cluster: string): RunningPostgres & { ready: boolean } {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const [pid, , , port] = lines
    return { pid: Number(pid), port: Number(port), ready: lines[7]?.trim() === 'ready' }
  } catch {
    return { pid: 0, port: 0, ready: false }
  }
}

/** A server works in its cluster, wherever that has been moved to; another program with the same number does not. */
function isServerOf(pid: number, cluster: string): boolean {
  if (!processIdentity(pid)) return false
  if (process.platform === 'win32') return true
  return sameDirectory(`/proc/${pid}/cwd`, cluster) ?? commandLine(pid).includes(`-D ${cluster} `)
}

/** In doubt yes: where the working directory cannot be read, every other PostgreSQL server may be ours. */
function mayBeServerOf(pid: number, cluster: string): boolean {
  if (!processIdentity(pid)) return false
  return sameDirectory(`/proc/${pid}/cwd`, cluster) ?? commandLine(pid).includes('postgres')
}

/** Undefined when one of them cannot be looked at. */
function sameDirectory(one: string, other: string): boolean | undefined {
  try {
    const [a, b] = [statSync(one), statSync(other)]
    return a.dev === b.dev && a.ino === b.ino
  } catch {
    return undefined
  }
}

function numberIsTaken(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
