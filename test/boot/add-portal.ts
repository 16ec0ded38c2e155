import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const builder = `const fs = require('node:fs')
  fs.appendFileSync('node_modules/builds', 'x')
  if (fs.existsSync('broken')) { console.log('main.tsx: error'); process.exit(1) }
  fs.mkdirSync('dist/site', { recursive: true })
  fs.writeFileSync('dist/site/index.html', '')`

/** Adds a portal, installed by this lock, whose builder counts its runs and writes a page; answers with its folder. */
export function addPortal(root: string, lock: string): string {
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const installed = createHash('sha256').update(lock).digest('hex')
  put('node_modules/@graphql-codegen/cli/esm/bin.js', '')
  put('integrations/portal/package-lock.json', lock)
  put('integrations/portal/src/main.tsx', '')
  put('integrations/portal/node_modules/.countersign-lock', installed)
  put('integrations/portal/node_modules/vite/package.json', '{}')
  put('integrations/portal/node_modules/vite/bin/vite.js', builder)
  return join(root, 'integrations', 'portal')
}
