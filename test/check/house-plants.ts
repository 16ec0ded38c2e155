import type { Plant } from './plant.ts'

const house = (violation: string, names: string, [path, ...lines]: [string, ...string[]]): Plant => ({
  violation,
  step: 'houseRules',
  path,
  text: `${lines.join('\n')}\n`,
  names,
})

const resolver: [string, ...string[]] = [
  'src/orders/planted.resolver.ts',
  'export class PlantedResolver {',
  '  async plantedOrder(ctx: { em: { findOne: (id: string) => Promise<object> } }, id: string): Promise<object> {',
  "    if (id === '') return {}",
  '    return ctx.em.findOne(id)',
  '  }',
  '}',
]

const entity: [string, ...string[]] = [
  'src/orders/planted.entity.ts',
  "import { Property } from '@mikro-orm/decorators/legacy'",
  "import { Arg, Field, ObjectType, Query } from 'type-graphql'",
  '',
  '@ObjectType()',
  'export class Planted {',
  '  @Field() first!: string',
  '  @Property({ nullable: true }) second!: string',
  '  @Query() third(@Arg("id") id: string): string {',
  '    return id',
  '  }',
  '  @Field(() => String) @Property({ type: "text" }) fourth!: string',
  '}',
]

/** What only the house rules can name. */
export const housePlants: readonly Plant[] = [
  house('a resolver with a query', ':4 resolver-no-query', resolver),
  house('a query beside the methods of a resolver', ':1 resolver-no-query', [
    'src/orders/planted-aside.resolver.ts',
    'export const plantedAside = (ctx: { em: { count: () => number } }): number => ctx.em.count()',
  ]),
  house('a resolver that decides', ':2 resolver-no-if', resolver),
  house('a resolver of more than a line', ':2 resolver-one-line', resolver),
  house('a service', 'telling-name', ['src/orders/planted.service.ts', 'export const planted = 1']),
  house('a folder for anything', 'telling-name', ['src/orders/utils/planted.ts', 'export const planted = 1']),
  house('a barrel', 'no-barrel', [
    'src/orders/planted-barrel.ts',
    "export { plantedTarget } from './planted-target.ts'",
  ]),
  house('an index file', 'no-barrel', ['src/orders/index.ts', 'export const planted = 1']),
  house('a clock in a rules file', ':1 no-clock-or-chance new Date()', [
    'src/orders/planted-clock.rules.ts',
    'export const plantedClock = (): Date => new Date()',
  ]),
  house('a random id in a job', 'no-clock-or-chance randomUUID', [
    'jobs/planted-random.ts',
    "import { randomUUID } from 'node:crypto'",
    '',
    'export const plantedRandom = (): string => randomUUID()',
  ]),
  house('a @Field without a type', ':6 decorator-type @Field', entity),
  house('a @Property without a type', ':7 decorator-type @Property', entity),
  house('a @Query without a type', ':8 decorator-type @Query', entity),
  house('an @Arg without a type', ':8 decorator-type @Arg', entity),
  house('a word without a README', 'word-readme', [
    'src/planted-word/README.md',
    ...Array.from({ length: 21 }, String),
  ]),
  house('a file over its budget', ':301 file-budget', [
    'src/orders/planted-budget.ts',
    ...Array.from({ length: 301 }, (_, line) => `export const planted${line} = ${line}`),
  ]),
  house('a gap between migrations', 'migration-name', ['schema/migrations/9999-planted.sql', 'SELECT 1;']),
  house('postponed work', ':1 no-postponed-work', [
    'src/orders/planted-later.ts',
    ['// TO', 'DO: tomorrow'].join(''),
    'export const planted = 1',
  ]),
]
