// Part of boot.js: doing what takes long. One line that tells how long, a lock between two boots, a program whose output
// matters only when it fails. No dependencies.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const UNSIGNED_IS_STALE_AFTER = 10_000
const GIVE_UP_AFTER = 15 * 60_000

/**
 * Does the work and says so on stderr: a terminal gets one line that counts the seconds, anything else a line before
 * and a line after. stdout stays the program's own.
 */
export async function withProgress(label, work) {
  const started = Date.now()
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`
  const { isTTY } = process.stderr
  const end = (how) => process.stderr.write(`${isTTY ? '\r' : ''}${label}: ${how} ${seconds()}\n`)
  const show = () => process.stderr.write(`\r${label} ... ${seconds()}`)
  if (isTTY) show()
  else process.stderr.write(`${label} ...\n`)
  const timer = isTTY ? setInterval(show, 1000) : undefined
  try {
    const result = await work()
    end('done in')
    return result
  } catch (error) {
    end('failed after')
    throw error
  } finally {
    clearInterval(timer)
  }
}

/** Runs `work` while no other boot of this project installs or builds; takes over from one that died. */
export async function withBootLock(root, work) {
  const lock = lockOf(root)
  mkdirSync(join(root, 'dist'), { recursive: true })
  const deadline = Date.now() + GIVE_UP_AFTER
  let told = false
  while (!tryLock(lock)) {
    const holders = holdersOf(lock)
    if (isStale(lock, holders)) {
      discard(lock)
      continue
    }
    if (Date.now() > deadline) {
      throw new Error(
        `Process ${holders.join(' and ')} has held ${lock} for too long. End it, or remove that directory, and start again.`,
      )
    }
    if (!told)
      process.stderr.write('Waiting for another start of this project, which is installing or building ...\n')
    told = true
    await sleep(200)
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

/** Runs a program, keeps what it prints for the case that it fails, and takes it along when we are told to end. */
export function capture(root, command, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command[0], command.slice(1), { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    shareBootLock(root, child.pid)
    const end = (signal) => {
      child.kill(signal)
      process.exit(signal === 'SIGINT' ? 130 : 143)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    signals.forEach((signal) => process.on(signal, end))
    const output = []
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      signals.forEach((name) => process.off(name, end))
      if (code === 0) resolve(undefined)
      else
        reject(
          new Error(
            `${Buffer.concat(output).toString().trim()}\n${command.join(' ')} ended with ${signal || code}.`,
          ),
        )
    })
  })
}

/** The lock outlives a kill -9 of this process for as long as the installer that it started goes on. */
function shareBootLock(root, pid) {
  const lock = lockOf(root)
  if (pid) writeFileSync(join(lock, 'pids'), `${process.pid} ${pid}`)
}

function lockOf(root) {
  return join(root, 'dist', '.boot-lock')
}

function tryLock(lock) {
  try {
    mkdirSync(lock)
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
  writeFileSync(join(lock, 'pids'), String(process.pid))
  return true
}

function holdersOf(lock) {
  try {
    return readFileSync(join(lock, 'pids'), 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

function isStale(lock, holders) {
  if (holders.length > 0) return !holders.some((pid) => pid !== process.pid && isRunning(pid))
  try {
    return Date.now() - statSync(lock).mtimeMs > UNSIGNED_IS_STALE_AFTER
  } catch {
    return false
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Renaming is atomic, so of two boots that find the same stale lock only one removes it. */
function discard(lock) {
  const aside = `${lock}.stale-${process.pid}`
  try {
    renameSync(lock, aside)
    rmSync(aside, { recursive: true, force: true })
  } catch {
    // The other one was faster.
  }
}
