// Part of boot.js: dist/ as the sources want it. No dependencies.
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture, withBootLock, withProgress } from './boot-progress.js'

const SOURCES = ['src', 'jobs', 'integrations', 'schema', 'codegen.ts', 'tsconfig.json', 'package-lock.json']
/** Packages of their own, which build themselves. */
const APART = [
  'integrations/client',
  'integrations/portal',
  'integrations/zapier',
  'integrations/n8n',
  'node_modules',
  'dist',
]

/**
 * Compiles to dist/ when a source was added, changed or removed since the last build.
 * @param {string} root the project
 * @param {string} node the Node that compiles
 */
export async function buildIfChanged(root, node) {
  if (isBuilt(root, fingerprint(root))) return
  await withBootLock(root, async () => {
    // Taken before compiling, so that what is saved meanwhile is built next time.
    const wanted = fingerprint(root)
    if (isBuilt(root, wanted)) return
    await withProgress('Building', () => build(root, node, wanted))
  })
}

async function build(root, node, wanted) {
  for (const path of Object.keys(readStamp(root))) {
    if (path.endsWith('.ts') && !(path in wanted)) removeOutput(root, path)
  }
  rmSync(stampOf(root), { force: true })
  // The compiler skips what it remembers having written: forget that when its output is not there.
  if (!existsSync(join(root, 'dist', 'src'))) rmSync(join(root, 'dist', '.tsbuildinfo'), { force: true })
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  await capture(root, [node, compiler, '-p', 'tsconfig.json', '--noCheck'], { cwd: root }).catch((error) => {
    throw new Error(`${error.message}\nThe sources do not compile. Fix what is listed above and start again.`)
  })
  writeFileSync(stampOf(root), JSON.stringify(wanted))
}

function isBuilt(root, wanted) {
  const last = readStamp(root)
  const paths = Object.keys(wanted)
  if (paths.length !== Object.keys(last).length) return false
  return existsSync(join(root, 'dist', 'src')) && paths.every((path) => last[path] === wanted[path])
}

/** Size and time of every source, by its path. */
export function fingerprint(root, { sources, apart } = { sources: SOURCES, apart: APART }) {
  const found = {}
  const visit = (path) => {
    if (apart.some((one) => path === one || path.endsWith(`/${one}`))) return
    const full = join(root, path)
    const stat = existsSync(full) ? statSync(full) : undefined
    if (stat && stat.isDirectory()) for (const name of readdirSync(full)) visit(`${path}/${name}`)
    else if (stat) found[path] = `${stat.size}:${stat.mtimeMs}`
  }
  sources.forEach(visit)
  return found
}

function removeOutput(root, path) {
  const stem = join(root, 'dist', path.replace(/\.ts$/, '.js'))
  rmSync(stem, { force: true })
  rmSync(`${stem}.map`, { force: true })
}

function readStamp(root) {
  try {
    return JSON.parse(readFileSync(stampOf(root), 'utf8'))
  } catch {
    return {}
  }
}

function stampOf(root) {
  return join(root, 'dist', '.sources.json')
}
