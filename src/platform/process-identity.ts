import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Names a running process so that a later process with the same id is not mistaken for it: `<pid> <start time>`.
 * Undefined when there is no such process, or only a zombie that nobody has reaped. On Windows the id alone.
 */
export function processIdentity(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  if (process.platform === 'linux') return linuxIdentity(pid)
  if (!isRunning(pid)) return undefined
  return process.platform === 'win32' ? String(pid) : bsdIdentity(pid)
}

/** True when the process that wrote this identity still runs. */
export function isAlive(identity: string): boolean {
  const pid = Number.parseInt(identity, 10)
  return identity.trim() !== '' && processIdentity(pid) === identity.trim()
}

/** The command line of a running process, words separated by spaces; empty when it cannot be read. */
export function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    }
    if (process.platform === 'win32') return ''
    return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

function linuxIdentity(pid: number): string | undefined {
  try {
    // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [state] = fields
    return state === 'Z' || state === 'X' ? undefined : `${pid} ${fields[19] ?? ''}`
  } catch {
    return undefined
  }
}

function bsdIdentity(pid: number): string | undefined {
  try {
    const text = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    const [state = '', ...started] = text.split(/\s+/)
    return state.startsWith('Z') ? undefined : `${pid} ${started.join(' ')}`
  } catch {
    return undefined
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
