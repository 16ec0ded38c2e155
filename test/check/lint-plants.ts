import type { Plant } from './plant.ts'

const lint = (violation: string, names: string, [path, ...lines]: [string, ...string[]]): Plant => ({
  violation,
  step: 'lint',
  path,
  text: `${lines.join('\n')}\n`,
  names,
})

/** Code that Oxlint must name. */
export const lintPlants: readonly Plant[] = [
  lint('an unawaited flush', 'typescript(no-floating-promises)', [
    'src/orders/planted-flush.ts',
    "import type { EntityManager } from '@mikro-orm/postgresql'",
    '',
    'export const plantedFlush = (em: EntityManager, order: object): void => {',
    '  em.persist(order).flush()',
    '}',
  ]),
  lint('an unawaited enqueue', 'typescript(no-floating-promises)', [
    'jobs/planted-enqueue.ts',
    "import type { Queue } from 'bullmq'",
    '',
    'export const plantedEnqueue = (queues: { webhooks: Queue }): void => {',
    "  queues.webhooks.add('deliver', {})",
    '}',
  ]),
  lint('a promise taken for a truth', 'typescript(no-misused-promises)', [
    'src/orders/planted-misused.ts',
    'export const plantedMisused = (isOpen: () => Promise<boolean>): number => {',
    '  if (isOpen()) return 1',
    '  return 0',
    '}',
  ]),
  lint('a default export', 'import(no-default-export)', [
    'src/orders/planted-default.ts',
    'export default function planted(): number {',
    '  return 1',
    '}',
  ]),
  lint('a console.log', 'eslint(no-console)', ['src/orders/planted-console.ts', "console.log('planted')"]),
  lint('an any', 'typescript(no-explicit-any)', [
    'src/orders/planted-any.ts',
    'export const plantedAny = (value: any): string => String(value)',
  ]),
  lint('an unsafe value', 'typescript(no-unsafe-assignment)', [
    'src/orders/planted-unsafe.ts',
    'export const plantedUnsafe = (text: string): string => {',
    '  const value = JSON.parse(text)',
    "  return typeof value === 'string' ? value : ''",
    '}',
  ]),
  lint('a barrel, in the editor too', 'oxc(no-barrel-file)', [
    'src/orders/planted-star.ts',
    "export * from './planted-target.ts'",
  ]),
  lint('a type imported as a value', 'typescript(consistent-type-imports)', [
    'src/orders/planted-type-import.ts',
    "import { EntityManager } from '@mikro-orm/postgresql'",
    '',
    'export const plantedTypeImport = (em: EntityManager): boolean => em.isInTransaction()',
  ]),
  lint('a loose comparison', 'eslint(eqeqeq)', [
    'src/orders/planted-loose.ts',
    'export const plantedLoose = (a: unknown, b: unknown): boolean => a == b',
  ]),
  lint('a fourth parameter', 'eslint(max-params)', [
    'src/orders/planted-params.ts',
    'export const plantedParams = (a: number, b: number, c: number, d: number): number => a + b + c + d',
  ]),
  lint('a file in camelCase', 'unicorn(filename-case)', [
    'src/orders/plantedCamel.ts',
    'export const plantedCamel = 1',
  ]),
  lint('a function too long', 'eslint(max-lines-per-function)', [
    'src/orders/planted-long.ts',
    'export const plantedLong = (values: number[]): void => {',
    ...Array.from({ length: 61 }, (_, line) => `  values.push(${line})`),
    '}',
  ]),
  lint('Date.now in a verb', 'eslint(no-restricted-properties)', [
    'src/orders/planted-now.ts',
    'export const plantedNow = (): number => Date.now()',
  ]),
]
