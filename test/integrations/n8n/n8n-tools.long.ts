import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// n8n's own linter and scanner, 700 MB of them: too much for every run of CI.
const source = path.resolve(import.meta.dirname, '../../../integrations/n8n')
const minutes = 60_000
const left = new Set(['node_modules', 'dist'])

/** A copy of the package, with the tools that boot.js installed for it. */
function copyOfPackage(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-n8n-'))
  cpSync(source, folder, { recursive: true, filter: (file) => !left.has(path.basename(file)) })
  symlinkSync(path.join(source, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  return folder
}

async function run(folder: string, args: string[]): Promise<{ code: number | null; output: string }> {
  const bin = path.join(folder, 'node_modules', '.bin')
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, CI: '1', PATH: [bin, process.env['PATH']].join(path.delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, output }))
  })
}

const n8nNode = (folder: string, command: string) =>
  run(folder, [path.join('node_modules', '@n8n', 'node-cli', 'bin', 'n8n-node.mjs'), command])

const scan = (folder: string) =>
  run(folder, [
    '--input-type=module',
    '--eval',
    `import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs'
     const sources = await analyzePackage(process.cwd(), SOURCE_FILE_PATTERNS)
     const built = await analyzePackage(process.cwd(), ['dist/**/*.js', 'package.json'])
     process.stdout.write(JSON.stringify({ sources, built }))
     process.exit(sources.passed && built.passed ? 0 : 1)`,
  ])

const trigger = 'nodes/CountersignTrigger/CountersignTrigger.node.ts'

describe('the n8n package (N1)', () => {
  let folder: string
  beforeAll(async () => {
    folder = copyOfPackage()
    const { code, output } = await n8nNode(folder, 'build')
    expect(code, output).toBe(0)
  }, 10 * minutes)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('is built with its icons', () => {
    const { n8n } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
      n8n: { nodes: string[]; credentials: string[] }
    }
    const built = [...n8n.nodes, ...n8n.credentials, 'dist/nodes/Countersign/countersign.dark.svg']
    expect(built.filter((file) => !existsSync(path.join(folder, file)))).toEqual([])
  })

  test(
    "passes n8n's linter and scanner",
    async () => {
      const linted = await n8nNode(folder, 'lint')
      expect(linted.code, linted.output).toBe(0)
      const scanned = await scan(folder)
      expect(scanned.code, scanned.output).toBe(0)
      expect(JSON.parse(scanned.output)).toEqual({ sources: { passed: true }, built: { passed: true } })
    },
    10 * minutes,
  )

  test(
    'would not pass without the end of its webhook',
    async () => {
      const text = readFileSync(path.join(folder, trigger), 'utf8')
      writeFileSync(path.join(folder, trigger), text.replace('async delete(', 'async remove('))
      const linted = await n8nNode(folder, 'lint')
      expect(linted.code).toBe(1)
      expect(linted.output).toContain('webhook-lifecycle-complete')
      expect((await scan(folder)).code).toBe(1)
    },
    10 * minutes,
  )
})
