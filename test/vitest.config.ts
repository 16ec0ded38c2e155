import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './longest-first.ts'

/** Two GraphQLs would be loaded without the alias: ours as .mjs, the libraries' as .js ("another module or realm"). */
export default defineConfig({
  root: path.dirname(import.meta.dirname),
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  oxc: { decorator: { legacy: true } },
  test: {
    include: process.env['TEST_LONG'] ? ['test/**/*.test.ts', 'test/**/*.long.ts'] : ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // type-graphql asks for it the moment a decorated class loads, whatever a test imports first.
    setupFiles: ['reflect-metadata'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // The slow proofs measure how fast a site recovers: nothing else may run beside them.
    maxWorkers: process.env['TEST_LONG'] ? 1 : 2,
    sequence: { sequencer: LongestFirst },
    server: { deps: { inline: [] } },
  },
})
