/** One check: a tool from node_modules, or a script of ours, run from the root of a checkout. */
export interface Step {
  name: string
  /** Package whose command is run; `tsx` runs our own scripts. */
  tool: string
  args: readonly string[]
}

/**
 * All that `npm run check` holds. The first writes what types and lint read; the others stand alone, so they may run in
 * any order and side by side.
 */
export const steps = {
  operations: { name: 'operations', tool: '@graphql-codegen/cli', args: ['--config', 'codegen.ts'] },
  types: { name: 'types', tool: 'typescript', args: ['--noEmit', '-p', 'tsconfig.json'] },
  format: { name: 'format', tool: 'prettier', args: ['--check', '--log-level', 'warn', '.'] },
  lint: { name: 'lint', tool: 'oxlint', args: ['--type-aware', '--deny-warnings'] },
  boundaries: {
    name: 'boundaries',
    tool: 'dependency-cruiser',
    args: [
      'src',
      'jobs',
      'integrations',
      'test',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err-long',
    ],
  },
  deadCode: { name: 'dead code', tool: 'knip', args: ['--no-progress', '--no-config-hints'] },
  houseRules: { name: 'house rules', tool: 'tsx', args: ['test/check/house-rules.ts'] },
  schemaDrift: { name: 'schema drift', tool: 'tsx', args: ['src/api/emit-schema.ts', '--check'] },
  breakingChanges: { name: 'breaking changes', tool: 'tsx', args: ['test/check/breaking-changes.ts'] },
} as const satisfies Record<string, Step>
