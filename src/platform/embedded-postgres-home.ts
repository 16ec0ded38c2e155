import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'

/** The system user that the server runs as; PostgreSQL refuses to run as root. */
export interface SystemUser {
  uid: number
  gid: number
}

/** Where the embedded server keeps its things. */
export interface PostgresHome {
  /** Holds `postgres/` (the cluster), the server's log and the launcher's locks. */
  directory: string
  /** The cluster itself, PGDATA. */
  cluster: string
  /** Undefined: the server runs as whoever started us. */
  user: SystemUser | undefined
}

/** `nobody`: exists by number everywhere, needs no entry in a passwd file, and can read nothing of ours. */
const NOBODY: SystemUser = { uid: 65534, gid: 65534 }
const POINTER = 'postgres-location.json'
const BELONGS_TO = 'belongs-to.json'

/**
 * Makes sure that `dataDir` exists, and says where below it (or, see `placeOutside`, beside it) the cluster lives.
 * Creates the directory private to us; as root others may walk through it (0711), because the server's user must.
 */
export function findPostgresHome(dataDir: string, log: (line: string) => void): PostgresHome {
  const isRoot = process.getuid?.() === 0
  makeDataDirectory(dataDir, isRoot ? 0o711 : 0o700)
  const pointed = readPointer(dataDir)
  const home = homeAt(pointed ?? dataDir)
  if (!isRoot) return ownHome(home)
  const user = ownerOf(home.cluster) ?? NOBODY
  if (canEnter(user, home.directory)) return { ...home, user }
  if (pointed || existsSync(home.cluster)) {
    throw new Error(
      `The database in ${home.cluster} exists, but the user that its server runs as (uid ${user.uid}) may no ` +
        `longer enter ${home.directory}. Give others the x permission on each directory of that path ` +
        '(chmod o+x), or move DATA_DIR to a path that has it.',
    )
  }
  return { ...placeOutside(dataDir, log), user }
}

function makeDataDirectory(dataDir: string, mode: number): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode })
    // An empty one was made for us a moment ago, often with mode 0700.
    if (readdirSync(dataDir).length === 0 && statSync(dataDir).uid === process.getuid?.())
      chmodSync(dataDir, mode)
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new Error(
      `${dataDir} cannot be used as the data directory (${error instanceof Error ? error.message : 'unknown reason'}). ` +
        'Start as the user that it belongs to, or set DATA_DIR to a directory of your own.',
      { cause: error },
    )
  }
}

/** Directories outside every home that survive a reboot come first; the temporary directory may not. */
export function sharedDirectories(): string[] {
  return ['/var/lib/countersign', join(tmpdir(), `countersign-${process.getuid?.() ?? 'user'}`)]
}

/** Creates one of our shared directories; false when it cannot be made, or somebody else could write in it. */
export function makeSharedDirectory(path: string): boolean {
  try {
    if (!existsSync(path)) {
      mkdirSync(path, { recursive: true })
      chmodSync(path, 0o711)
    }
    const { uid, mode } = statSync(path)
    return uid === process.getuid?.() && (mode & 0o022) === 0
  } catch {
    return false
  }
}

/** True when `user` can walk into the directory: asked of the system, because only it knows all the rules. */
function canEnter(user: SystemUser, directory: string): boolean {
  const shell = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], {
    ...user,
    cwd: '/',
    stdio: 'ignore',
  })
  if (shell.error) {
    throw new Error(
      `PostgreSQL refuses to run as root, and this process may not start one as uid ${user.uid} ` +
        `(${shell.error.message}). Start as an ordinary user, or set DATABASE_URL and DATABASE_OWNER_URL to a server of your own.`,
    )
  }
  return shell.status === 0
}

/**
 * DATA_DIR lies below a directory that only root may enter, typically root's own home. The cluster then lives in
 * /var/lib/countersign: like DATA_DIR it survives a reboot and belongs to this machine, and every user may walk there.
 * DATA_DIR keeps a pointer to it. The name is random and not made from DATA_DIR's path, so that a DATA_DIR
 * that was moved keeps its database, and a new one at the old path does not take it over.
 */
function placeOutside(dataDir: string, log: (line: string) => void): Omit<PostgresHome, 'user'> {
  const base = sharedDirectories().find((path) => makeSharedDirectory(path) && canEnter(NOBODY, path))
  if (!base) {
    throw new Error(
      `PostgreSQL must not run as root, and its user (uid ${NOBODY.uid}) can enter neither ${dataDir} nor ` +
        `${sharedDirectories().join(' nor ')}. Set DATA_DIR to a directory that every user may enter.`,
    )
  }
  const project = basename(dirname(resolve(dataDir))).replace(/[^\w.-]/g, '_')
  const home = homeAt(join(base, `${project}-${randomBytes(6).toString('hex')}`))
  mkdirSync(home.directory, { mode: 0o711 })
  writeFileSync(join(home.directory, BELONGS_TO), JSON.stringify({ dataDir: resolve(dataDir) }))
  const draft = join(dataDir, `${POINTER}.${process.pid}`)
  writeFileSync(draft, `${JSON.stringify({ directory: home.directory })}\n`, { mode: 0o600, flush: true })
  renameSync(draft, join(dataDir, POINTER))
  log(`The database is kept in ${home.directory}, because its server may not enter ${dataDir}.`)
  if (base.startsWith(tmpdir())) log(`${base} may be emptied at a reboot: set DATA_DIR to a lasting place.`)
  return home
}

/**
 * Other places outside that were made for this same DATA_DIR, which has been removed since. They are kept, for they may
 * hold the only copy of something, but their servers need not run on.
 */
export function findAbandonedHomes(dataDir: string, home: PostgresHome): PostgresHome[] {
  if (home.directory === dataDir) return []
  const base = dirname(home.directory)
  return readdirSync(base)
    .map((name) => ({ ...homeAt(join(base, name)), user: home.user }))
    .filter(({ directory }) => directory !== home.directory && ownerDirectoryOf(directory) === dataDir)
}

function ownerDirectoryOf(directory: string): string | undefined {
  const file = join(directory, BELONGS_TO)
  if (!existsSync(file)) return undefined
  return (JSON.parse(readFileSync(file, 'utf8')) as { dataDir: string }).dataDir
}

function homeAt(directory: string): Omit<PostgresHome, 'user'> {
  return { directory, cluster: join(directory, 'postgres') }
}

function readPointer(dataDir: string): string | undefined {
  const pointer = join(dataDir, POINTER)
  if (!existsSync(pointer)) return undefined
  const { directory } = JSON.parse(readFileSync(pointer, 'utf8')) as { directory: string }
  if (existsSync(directory)) return directory
  throw new Error(
    `${pointer} says that the database is in ${directory}, and there is no such directory. ` +
      `Mount or restore it; to begin with an empty database instead, remove ${dataDir}.`,
  )
}

function ownHome(home: Omit<PostgresHome, 'user'>): PostgresHome {
  const owner =
    existsSync(home.directory) && existsSync(home.cluster) ? statSync(home.cluster).uid : undefined
  const me = process.getuid?.()
  if (owner !== undefined && me !== undefined && owner !== me) {
    throw new Error(
      `The database in ${home.cluster} was made by another user (uid ${owner}; you are ${me}). ` +
        'Start as that user, or as root when root made it, or set DATA_DIR to a directory of your own.',
    )
  }
  return { ...home, user: undefined }
}

/** Root continues a cluster that an ordinary user made as that user, so that both can go on using it. */
function ownerOf(cluster: string): SystemUser | undefined {
  if (!existsSync(cluster)) return undefined
  const { uid, gid } = statSync(cluster)
  return uid === 0 ? undefined : { uid, gid }
}
