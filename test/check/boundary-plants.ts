import type { Plant } from './plant.ts'

const importing = (name: string, from: string): string =>
  `import { ${name} } from '${from}'\n\nexport const planted = ${name}\n`

const boundaries = (
  violation: string,
  names: string,
  [path, name, from]: [string, string, string],
): Plant => ({
  violation,
  step: 'boundaries',
  path,
  text: importing(name, from),
  names,
})

/** Imports that dependency-cruiser must name. */
export const boundaryPlants: readonly Plant[] = [
  boundaries('an upward import', 'floors: access imports only lower floors', [
    'src/access/planted-upward.ts',
    'plantedTarget',
    '../orders/planted-target.ts',
  ]),
  boundaries('an upward import of a type', 'floors: numbering imports only lower floors', [
    'src/numbering/planted-upward-type.ts',
    'type PlantedEvent',
    '../orders/planted.events.ts',
  ]),
  boundaries('an import from a neighbour', 'floors: catalog does not know its neighbours', [
    'src/catalog/planted-neighbour.ts',
    'plantedTarget',
    '../terms/planted-target.ts',
  ]),
  boundaries('a folder without a floor', 'every folder has a floor', [
    'src/planted-word/planted-homeless.ts',
    'plantedTarget',
    '../orders/planted-target.ts',
  ]),
  boundaries('a stray file in src', 'only named composition files stand in src', [
    'src/planted-stray.ts',
    'plantedTarget',
    './orders/planted-target.ts',
  ]),
  boundaries('composition imported by a verb', 'only composition imports composition', [
    'src/orders/planted-composition.ts',
    'main',
    '../main.ts',
  ]),
  boundaries('an adapter known to src', 'src knows neither jobs nor integrations', [
    'src/orders/planted-adapter.ts',
    'plantedFormat',
    '../../integrations/erp/planted-format.ts',
  ]),
  boundaries('a job that imports the api', 'jobs do not know the api', [
    'jobs/planted-door-job.ts',
    'plantedDoor',
    '../src/api/planted-door.ts',
  ]),
  boundaries('an adapter that calls a verb', 'adapters see contracts only', [
    'integrations/mail/planted-verb.ts',
    'plantedTarget',
    '../../src/orders/planted-target.ts',
  ]),
  boundaries('an adapter that knows its neighbour', 'adapters see contracts only', [
    'integrations/mail/planted-neighbour.ts',
    'plantedFormat',
    '../erp/planted-format.ts',
  ]),
  boundaries('an outside app that imports src', 'outside apps speak HTTP only', [
    'integrations/portal/src/planted-portal.ts',
    'plantedTarget',
    '../../../src/orders/planted-target.ts',
  ]),
  boundaries('product code that imports a test', 'nobody imports test', [
    'jobs/planted-test-import.ts',
    'plantedSupport',
    '../test/support/planted-support.ts',
  ]),
  boundaries('a transaction opened by a verb', 'a transaction begins at a door', [
    'src/orders/planted-transact.ts',
    'transact',
    '../platform/transact.ts',
  ]),
  boundaries('a resolver known to others than the schema', 'resolvers are known to the schema only', [
    'src/orders/planted-resolver-import.ts',
    'PlantedResolver',
    './planted.resolver.ts',
  ]),
  boundaries('inputs that leave their folder', 'inputs stay in their folder', [
    'src/subscriptions/planted-inputs.ts',
    'plantedInput',
    '../orders/planted.inputs.ts',
  ]),
  boundaries('a rules file that imports the database', 'rules are pure', [
    'src/orders/planted-database.rules.ts',
    'EntityManager',
    '@mikro-orm/core',
  ]),
  boundaries('a rules file that imports the network', 'rules are pure', [
    'src/orders/planted-network.rules.ts',
    'request',
    'node:http',
  ]),
  boundaries('an event imported as a value by an adapter', 'adapters import contracts as types', [
    'integrations/erp/planted-event-value.ts',
    'PlantedEvent',
    '../../src/orders/planted.events.ts',
  ]),
  boundaries(
    'the list of tables read by a verb',
    'the lists of composition are read by api and jobs/main only',
    ['src/orders/planted-list.ts', 'entities', '../entities.ts'],
  ),
  boundaries('BullMQ in a verb', 'bullmq is known to jobs only', [
    'src/orders/planted-bullmq.ts',
    'Queue',
    'bullmq',
  ]),
  boundaries('Express in a verb', 'express and apollo are known to the api only', [
    'src/orders/planted-express.ts',
    'Router',
    'express',
  ]),
  boundaries('pg in a verb', 'pg is known to the platform only', [
    'src/orders/planted-pg.ts',
    'Client',
    'pg',
  ]),
  boundaries('a package of traces in a verb', 'opentelemetry is loaded in one file', [
    'src/orders/planted-opentelemetry.ts',
    'trace',
    '@opentelemetry/api',
  ]),
  boundaries('type-graphql in a verb', 'type-graphql decorates nouns and doors only', [
    'src/orders/planted-type-graphql.ts',
    'Field',
    'type-graphql',
  ]),
  boundaries('an import of nothing', 'imports resolve', [
    'src/orders/planted-unresolved.ts',
    'nothing',
    './planted-nothing.ts',
  ]),
  boundaries('an import cycle', 'no cycles', [
    'src/orders/planted-cycle-a.ts',
    'planted',
    './planted-cycle-b.ts',
  ]),
]
