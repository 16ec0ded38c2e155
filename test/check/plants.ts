import { boundaryPlants } from './boundary-plants.ts'
import { housePlants } from './house-plants.ts'
import { lintPlants } from './lint-plants.ts'
import type { Plant } from './plant.ts'

/** Files that plants point at, written where the checkout has none. */
export const targets: Record<string, string> = {
  'src/platform/transact.ts': 'export const transact = 1\n',
  'src/main.ts': 'export const main = 1\n',
  'src/entities.ts': 'export const entities = 1\n',
  'src/orders/planted-cycle-b.ts': "export { planted } from './planted-cycle-a.ts'\n",
  'src/api/planted-door.ts': 'export const plantedDoor = 1\n',
  'src/orders/planted-target.ts': 'export const plantedTarget = 1\n',
  'src/terms/planted-target.ts': 'export const plantedTarget = 1\n',
  'src/orders/planted.events.ts': 'export interface PlantedEvent {\n  id: string\n}\n',
  'src/orders/planted.inputs.ts': 'export const plantedInput = 1\n',
  'integrations/erp/planted-format.ts': 'export const plantedFormat = 1\n',
  'test/support/planted-support.ts': 'export const plantedSupport = 1\n',
  'test/check/planted-entry.test.ts': [
    "import { plantedUsed } from '../../src/orders/planted-exports.ts'",
    '',
    'process.stdout.write(plantedUsed)',
    '',
  ].join('\n'),
}

/** Look-alikes that break no rule; no check may name them. */
export const innocents: Record<string, string[]> = {
  'src/orders/planted-types-a.ts': [
    "import type { PlantedB } from './planted-types-b.ts'",
    '',
    'export interface PlantedA {',
    '  b: PlantedB | null',
    '}',
  ],
  'src/orders/planted-types-b.ts': [
    "import type { PlantedA } from './planted-types-a.ts'",
    '',
    'export interface PlantedB {',
    '  a: PlantedA | null',
    '}',
  ],
  'src/orders/planted-typed.rules.ts': [
    "import type { EntityManager } from '@mikro-orm/core'",
    "import { Decimal } from 'decimal.js'",
    '',
    'export const plantedTyped = (em: EntityManager): Decimal => new Decimal(em.isInTransaction() ? 1 : 0)',
  ],
  'integrations/mail/planted-hears.ts': [
    "import type { PlantedEvent } from '../../src/orders/planted.events.ts'",
    '',
    'export const plantedHears = (event: PlantedEvent): string => event.id',
  ],
  'jobs/planted-opens.ts': [
    "import { transact } from '../src/platform/transact.ts'",
    '',
    'export const plantedOpens = typeof transact',
  ],
  'src/orders/planted-epoch.ts': [
    'export const plantedEpoch = (now: Date): Date => new Date(now.getTime() + 1)',
  ],
  'src/orders/planted-awaited.ts': [
    "import type { EntityManager } from '@mikro-orm/postgresql'",
    '',
    'export const plantedAwaited = async (em: EntityManager): Promise<void> => {',
    '  await em.flush()',
    '}',
  ],
  'src/orders/planted-fine.resolver.ts': [
    "import { plantedTarget } from './planted-target.ts'",
    '',
    'export class PlantedFineResolver {',
    '  plantedFine(): number {',
    '    return plantedTarget + 1',
    '  }',
    '}',
  ],
}

const otherPlants: Plant[] = [
  {
    violation: 'an unformatted file',
    step: 'format',
    path: 'src/orders/planted-format.ts',
    text: 'export const planted = "1";\n',
    names: '[warn]',
  },
  {
    violation: 'an unused export',
    step: 'deadCode',
    path: 'src/orders/planted-exports.ts',
    text: "export const plantedUsed = 'used'\nexport const plantedUnused = 'unused'\n",
    names: 'plantedUnused',
  },
  {
    violation: 'an unused file',
    step: 'deadCode',
    path: 'src/orders/planted-unused.ts',
    text: 'export const planted = 1\n',
    names: '',
  },
]

/** Every violation that the checks must name; none of them disturbs another. */
export const plants: readonly Plant[] = [...boundaryPlants, ...lintPlants, ...housePlants, ...otherPlants]
