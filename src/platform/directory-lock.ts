import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, processIdentity } from './process-identity.ts'

const UNSIGNED_IS_STALE_AFTER = 10_000
const GIVE_UP_AFTER = 120_000

/**
 * Runs `work` while this process alone holds the directory `path` as a lock; waits for another holder, up to two
 * minutes, and takes over from a process that died. For processes of one machine.
 */
export async function withDirectoryLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await acquire(path)
  try {
    return await work()
  } finally {
    rmSync(path, { recursive: true, force: true })
  }
}

async function acquire(path: string): Promise<void> {
  const deadline = Date.now() + GIVE_UP_AFTER
  while (!tryAcquire(path)) {
    if (isStale(path)) discard(path)
    else if (Date.now() > deadline) {
      throw new Error(
        `${path} has been held for two minutes by process ${holderOf(path) || '(unknown)'}. ` +
          'End that process, or remove the directory when it is none of yours, and start again.',
      )
    } else await sleep(50)
  }
}

function tryAcquire(path: string): boolean {
  try {
    mkdirSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
  writeFileSync(join(path, 'holder'), processIdentity(process.pid) ?? '')
  return true
}

function holderOf(path: string): string {
  try {
    return readFileSync(join(path, 'holder'), 'utf8').trim()
  } catch {
    return ''
  }
}

function isStale(path: string): boolean {
  const holder = holderOf(path)
  if (holder) return !isAlive(holder)
  try {
    return Date.now() - statSync(path).mtimeMs > UNSIGNED_IS_STALE_AFTER
  } catch {
    return false
  }
}

/** Renaming is atomic, so of two processes that find the same stale lock only one removes it. */
function discard(path: string): void {
  const aside = `${path}.stale-${randomBytes(4).toString('hex')}`
  try {
    renameSync(path, aside)
    rmSync(aside, { recursive: true, force: true })
  } catch {
    // The other process was faster.
  }
}
