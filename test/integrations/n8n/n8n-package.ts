import { cpSync, mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runIn } from '../../support/run-in.ts'

const source = path.resolve(import.meta.dirname, '../../../integrations/n8n')
const left = new Set(['node_modules', 'dist'])

/** A copy of the package, with the tools that boot.js installed for it. */
export function copyOfPackage(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-n8n-'))
  cpSync(source, folder, { recursive: true, filter: (file) => !left.has(path.basename(file)) })
  symlinkSync(path.join(source, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  return folder
}

/** n8n's own tool for nodes, in a copy of the package. */
export const n8nNode = (folder: string, command: string) =>
  runIn(folder, [
    process.execPath,
    path.join('node_modules', '@n8n', 'node-cli', 'bin', 'n8n-node.mjs'),
    command,
  ])
