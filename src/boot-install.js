// Part of boot.js: node_modules as package-lock.json wants it, and a Node that is new enough. No dependencies.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { capture, withBootLock, withProgress } from './boot-progress.js'

const NEEDED_MAJOR = 24

/**
 * Installs when node_modules does not match package-lock.json.
 * @param {string} root the project
 * @param {{ development: boolean }} wanted whether development dependencies must be there too
 */
export async function installIfNeeded(root, wanted) {
  if (isInstalled(root, wanted)) return
  await withBootLock(root, async () => {
    if (isInstalled(root, wanted)) return
    await withProgress('Installing dependencies (once, about a minute)', () =>
      npm(root, ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional']),
    )
    writeFileSync(stampOf(root), lockHash(root))
  })
}

/** The Node that npm installed, else this one when it is new enough; completes an install that ran without scripts. */
export async function pickNode(root) {
  const own = ownNode(root)
  if (majorOf(own) >= NEEDED_MAJOR) return own
  if (majorOf(process.execPath) >= NEEDED_MAJOR) return process.execPath
  await withBootLock(root, async () => {
    if (majorOf(own) < NEEDED_MAJOR) await installNode(root, own)
  })
  if (majorOf(own) >= NEEDED_MAJOR) return own
  throw new Error(
    `Countersign runs on Node ${NEEDED_MAJOR}; this is ${process.versions.node}, and the npm package "node" did not bring one. ` +
      'Run `npm rebuild node --ignore-scripts=false`, or install Node 24 from https://nodejs.org.',
  )
}

function isInstalled(root, { development }) {
  const modules = join(root, 'node_modules')
  if (!existsSync(modules)) return false
  // A link: whoever made it looks after what it points to, and an install would empty their folder.
  if (lstatSync(modules).isSymbolicLink()) return true
  const hash = lockHash(root)
  if (existsSync(stampOf(root)) && readFileSync(stampOf(root), 'utf8') === hash) return true
  if (!hasEverything(root, development)) return false
  if (hasEverything(root, true)) writeStamp(root, hash)
  return true
}

/** Whether npm's own record of what it installed covers the lock: somebody ran `npm ci` or `npm install` already. */
function hasEverything(root, development) {
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([path, entry]) => {
    const found = installed[path]
    if (path === '' || entry.link) return true
    if (!found) return Boolean(entry.optional || entry.devOptional || (entry.dev && !development))
    return found.version === entry.version
  })
}

function writeStamp(root, hash) {
  try {
    writeFileSync(stampOf(root), hash)
  } catch {
    // Installed by somebody else and read-only: then it is compared again next time.
  }
}

function stampOf(root) {
  return join(root, 'node_modules', '.countersign-lock')
}

function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

function ownNode(root) {
  const windows = join(root, 'node_modules', 'node', 'bin', 'node.exe')
  return process.platform === 'win32' ? windows : join(root, 'node_modules', '.bin', 'node')
}

/** 0 when it is missing or does not run here. */
function majorOf(node) {
  if (node === process.execPath) return Number(process.versions.node.split('.')[0])
  if (!existsSync(node)) return 0
  const run = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' })
  return run.status === 0 ? Number(run.stdout.split('.')[0]) : 0
}

/** What the install script of the package "node" does, which `ignore-scripts` leaves out. */
async function installNode(root, own) {
  const folder = join(root, 'node_modules', 'node')
  if (!existsSync(folder)) return
  await withProgress(`Fetching Node ${NEEDED_MAJOR}`, () =>
    capture(root, [process.execPath, 'installArchSpecificPackage.js'], { cwd: folder }),
  )
  if (process.platform === 'win32' || existsSync(own)) return
  mkdirSync(dirname(own), { recursive: true })
  symlinkSync(join('..', 'node', 'bin', 'node'), own)
}

async function npm(root, args) {
  const cli = process.env.npm_execpath || ''
  const windows = process.platform === 'win32'
  try {
    if (/npm-cli\.c?js$/.test(cli)) await capture(root, [process.execPath, cli, ...args], { cwd: root })
    else await capture(root, [windows ? 'npm.cmd' : 'npm', ...args], { cwd: root, shell: windows })
  } catch (error) {
    throw new Error(
      `${error.message}\nThe dependencies could not be installed. Check the network and the npm registry ` +
        `(npm config get registry), then start again, or run \`npm ${args[0]}\` in ${root} to see more.`,
      { cause: error },
    )
  }
}
