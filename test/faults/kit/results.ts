import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../../../src/platform/project-root.ts'
import type { Figures } from './figures.ts'

/** What one scenario came to on one backend: a line of the table in docs/trust.md. */
export interface ScenarioResult {
  scenario: string
  title: string
  backend: string
  /** Faults that were injected, by kind. */
  faults: Record<string, number>
  /** Counted in the database. */
  figures: Figures
  violations: string[]
  /** From the last fault until nothing waited any more, in milliseconds. */
  recoveryMs: number
  /** Answers that a client may retry, and did. */
  retries: number
  /** How the negative control went red. */
  control: string
  /** More that was measured, as sentences. */
  notes: string[]
  seed: number
}

const folder = path.join(projectRoot, '.data/faults/results')

/** Forgets the results of earlier runs. */
export function clearResults(): void {
  rmSync(folder, { recursive: true, force: true })
}

/** Keeps a result for the page that the run writes. */
export function keepResult(result: ScenarioResult): void {
  mkdirSync(folder, { recursive: true })
  const name = `${result.scenario}-${result.backend}.json`
  writeFileSync(path.join(folder, name), `${JSON.stringify(result, null, 2)}\n`)
}

/** Keeps how often a process died at each named point. */
export function keepPointHits(backend: string, hits: ReadonlyMap<string, number>): void {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `points-${backend}.json`)
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(hits), null, 2)}\n`)
}

/** Hits by point, for one backend; empty when it did not run. */
export function readPointHits(backend: string): Record<string, number> {
  const file = path.join(folder, `points-${backend}.json`)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>) : {}
}

/** Every result of this run, in the order of their names. */
export function readResults(): ScenarioResult[] {
  mkdirSync(folder, { recursive: true })
  const names = readdirSync(folder)
    .filter((name) => !name.startsWith('points-'))
    .toSorted()
  return names.map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as ScenarioResult)
}
