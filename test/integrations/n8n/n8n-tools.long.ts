import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runIn } from '../../support/run-in.ts'
import { copyOfPackage, n8nNode } from './n8n-package.ts'

// n8n's own linter and scanner, 700 MB of them: too much for every run of CI.
const minutes = 60_000

const scan = (folder: string) =>
  runIn(folder, [
    process.execPath,
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
      expect(JSON.parse(scanned.stdout)).toEqual({ sources: { passed: true }, built: { passed: true } })
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
