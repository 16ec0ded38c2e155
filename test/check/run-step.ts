import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Step } from './steps.ts'

/** How a step ended. */
export interface StepResult {
  ok: boolean
  /** What the step wrote to standard output and standard error, in the order it came. */
  output: string
}

// Each package's command, where it is not named like the package.
const commands: Record<string, string> = {
  typescript: 'tsc',
  'dependency-cruiser': 'depcruise',
  '@graphql-codegen/cli': 'graphql-codegen',
}
const longestStep = 10 * 60_000

/** Runs a step in a checkout. A missing tool is a failed step, never a skipped one; so is one that hangs. */
export const runStep = async (step: Step, root: string): Promise<StepResult> => {
  const script = toolScript(step.tool, root)
  if (script === undefined) return { ok: false, output: `${step.tool} is not installed: run npm install.\n` }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...step.args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longestStep,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => resolve({ ok: false, output: `${output}${error.message}\n` }))
    child.on('close', (code, signal) => {
      const end = signal === null ? '' : `ended by ${signal}\n`
      resolve({ ok: code === 0, output: output + end })
    })
  })
}

// The script behind a command, so that a step runs on this very Node and needs no shell.
const toolScript = (tool: string, root: string): string | undefined => {
  const folder = join(root, 'node_modules', tool)
  const manifest = join(folder, 'package.json')
  if (!existsSync(manifest)) return undefined
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin?: string | Record<string, string> }
  const script = typeof bin === 'string' ? bin : bin?.[commands[tool] ?? tool]
  return script === undefined ? undefined : join(folder, script)
}
