import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runIn } from '../../support/run-in.ts'

// Zapier's command line is 190 MB from npm: too much for every run of CI, which asks its validator without it.
const cli = 'zapier-platform-cli@19.1.0'
const source = path.resolve(import.meta.dirname, '../../../integrations/zapier')
const left = new Set(['node_modules', 'dist'])
const minutes = 60_000

const zapier = (folder: string, ...args: string[]) =>
  runIn(folder, ['npm', 'exec', '--yes', `--package=${cli}`, '--', 'zapier-platform', ...args], {
    DISABLE_ZAPIER_ANALYTICS: '1',
  })

describe("the Zapier app, by the platform's command line (Z3)", () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'countersign-zapier-'))
    cpSync(source, folder, { recursive: true, filter: (file) => !left.has(path.basename(file)) })
    symlinkSync(path.join(source, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function validate(): Promise<{ code: number | null; stdout: string; output: string }> {
    const built = await runIn(folder, ['npm', 'run', 'build'])
    expect(built.code, built.output).toBe(0)
    return zapier(folder, 'validate', '--without-style', '--format', 'json')
  }

  test(
    'is valid: it prints an empty list',
    async () => {
      const { code, stdout, output } = await validate()
      process.stdout.write(`zapier-platform validate --without-style --format json: ${stdout.trim()}\n`)
      expect(code, output).toBe(0)
      expect(stdout.trim()).toBe('[]')
    },
    10 * minutes,
  )

  test(
    'would not be with a label of one letter: so the check above can fail',
    async () => {
      const file = path.join(folder, 'src', 'creates', 'place-order.ts')
      const text = readFileSync(file, 'utf8')
      writeFileSync(file, text.replace("label: 'Place Order'", "label: 'P'"))
      const { stdout } = await validate()
      expect(stdout.trim()).not.toBe('[]')
    },
    10 * minutes,
  )
})
