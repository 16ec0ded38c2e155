// Part of boot.js: the portal, a package of its own that the API process serves. No dependencies.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint } from './boot-build.js'
import { installIfNeeded } from './boot-install.js'
import { capture, withBootLock, withProgress } from './boot-progress.js'

const FOLDER = join('integrations', 'portal')
const SOURCES = [FOLDER, 'integrations/client/operations', 'schema/schema.graphql', 'codegen.ts']
const APART = ['node_modules', 'dist', 'generated']

/**
 * Installs and builds the portal when it was changed since the last build. A server without it works, so what keeps it
 * from being built is said and stops nothing.
 * @param {string} root the project
 * @param {string} node the Node that builds
 */
export async function buildPortal(root, node) {
  const folder = join(root, FOLDER)
  if (!existsSync(join(folder, 'package-lock.json'))) return
  try {
    await installIfNeeded(folder, { development: true })
    if (isBuilt(folder, sourcesOf(root))) return
    await withBootLock(root, async () => {
      const wanted = sourcesOf(root)
      if (!isBuilt(folder, wanted)) await withProgress('Building the portal', () => build(root, node, wanted))
    })
  } catch (error) {
    process.stderr.write(
      `${error instanceof Error ? error.message : error}\nThe portal could not be built; everything else works without it.\n`,
    )
  }
}

async function build(root, node, wanted) {
  const folder = join(root, FOLDER)
  const tool = (...path) => join(root, 'node_modules', ...path)
  await capture(root, [node, tool('@graphql-codegen', 'cli', 'esm', 'bin.js'), '--config', 'codegen.ts'], {
    cwd: root,
  })
  await capture(root, [node, join(folder, 'node_modules', 'vite', 'bin', 'vite.js'), 'build'], {
    cwd: folder,
  })
  writeFileSync(stampOf(folder), wanted)
}

const sourcesOf = (root) => JSON.stringify(fingerprint(root, { sources: SOURCES, apart: APART }))

function isBuilt(folder, wanted) {
  if (!existsSync(join(folder, 'dist', 'site', 'index.html')) || !existsSync(stampOf(folder))) return false
  return readFileSync(stampOf(folder), 'utf8') === wanted
}

function stampOf(folder) {
  return join(folder, 'dist', '.sources.json')
}
