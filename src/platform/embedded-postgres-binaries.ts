import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { makeSharedDirectory, sharedDirectories, type SystemUser } from './embedded-postgres-home.ts'

/** Absolute paths of the server's programs. */
export interface PostgresBinaries {
  initdb: string
  postgres: string
  pgCtl: string
}

/**
 * Finds the programs that npm installed for this platform, in a form that `user` can execute. Completes what an
 * install without scripts leaves undone (the libraries' links), and copies the programs out of a home that `user` may
 * not enter.
 */
export function findPostgresBinaries(user: SystemUser | undefined): PostgresBinaries {
  const { native, version } = findPackage()
  const linked = linkLibraries(native)
  const problem = linked ? problemOf(native, user) : 'its library links could not be made'
  if (!problem) return binariesIn(native)
  const copy = copyFor(native, version)
  const remaining = copy ? problemOf(copy, user) : problem
  if (copy && !remaining) return binariesIn(copy)
  throw new Error(
    `The embedded PostgreSQL in ${native} does not run on this machine: ${remaining ?? problem}. It needs glibc on ` +
      'Linux. Set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL server of your own.',
  )
}

function findPackage(): { native: string; version: string } {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const root = resolve(dirname(createRequire(import.meta.url).resolve(name)), '..')
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch (error) {
    throw new Error(
      `The embedded PostgreSQL for this platform (${name}) is not installed. Run \`npm ci --include=optional\`, or ` +
        'set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL server of your own.',
      { cause: error },
    )
  }
}

function binariesIn(native: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string) => join(native, 'bin', `${name}${suffix}`)
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
}

/** npm packages cannot hold links, so the package lists them; false when one is missing and cannot be made. */
function linkLibraries(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  return links.every(({ source, target }) => {
    const link = resolve(native, '..', target)
    if (existsSync(link)) return true
    try {
      symlinkSync(relative(dirname(link), resolve(native, '..', source)), link)
    } catch {
      // Another process may have made it meanwhile.
    }
    return existsSync(link)
  })
}

/** Why `user` cannot run the server from here; undefined when it can. */
function problemOf(native: string, user: SystemUser | undefined): string | undefined {
  const { initdb, postgres } = binariesIn(native)
  for (const program of [postgres, initdb]) {
    const run = spawnSync(program, ['--version'], { ...user, cwd: '/', encoding: 'utf8', env: {} })
    if (run.error) return run.error.message
    if (run.status !== 0) return run.stderr.trim() || `${program} ended with ${run.status ?? run.signal}`
  }
  return undefined
}

/**
 * A copy that every user may execute, made once per version. /var/lib comes before the temporary directory, because
 * cleaners of the latter remove old files below a running server.
 */
function copyFor(native: string, version: string): string | undefined {
  const bases = process.getuid?.() === 0 ? sharedDirectories() : sharedDirectories().slice(1)
  for (const base of bases) {
    if (!makeSharedDirectory(base)) continue
    const target = join(base, `postgresql-${version}`)
    if (existsSync(target)) return target
    const draft = `${target}.${process.pid}`
    try {
      cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
      linkLibraries(draft)
      openToAll(draft)
      renameSync(draft, target)
      return target
    } catch {
      rmSync(draft, { recursive: true, force: true })
      if (existsSync(target)) return target
    }
  }
  return undefined
}

/** Undoes a strict umask at install time. */
function openToAll(path: string): void {
  const { mode } = lstatSync(path)
  chmodSync(path, mode & 0o100 ? 0o755 : 0o644)
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name)
    if (entry.isDirectory()) openToAll(child)
    else if (entry.isFile()) chmodSync(child, lstatSync(child).mode & 0o100 ? 0o755 : 0o644)
  }
}
