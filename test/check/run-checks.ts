import { runStep } from './run-step.ts'
import type { Step } from './steps.ts'
import { steps } from './steps.ts'

// `npm run check`: every step runs, two at a time, also after a failure; one line each, and the output of those that failed.
const lanes = 2

const report = (step: Step, ok: boolean, milliseconds: number): void => {
  const seconds = (milliseconds / 1000).toFixed(1)
  process.stdout.write(`${step.name.padEnd(18)}${ok ? 'ok' : 'failed'}  ${seconds} s\n`)
}

const { operations, ...others } = steps
const waiting: Step[] = Object.values(others)
const failures: string[] = []

const run = async (step: Step): Promise<void> => {
  const started = performance.now()
  const { ok, output } = await runStep(step, process.cwd())
  report(step, ok, performance.now() - started)
  if (!ok) failures.push(`\n── ${step.name}\n${output.trimEnd()}\n`)
}

const work = async (): Promise<void> => {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await run(step)
}

// Types and lint read what this one writes.
await run(operations)
await Promise.all(Array.from({ length: lanes }, work))
for (const failure of failures) process.stdout.write(failure)
process.exitCode = failures.length === 0 ? 0 : 1
