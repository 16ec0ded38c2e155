// The architecture as data. Floors, bottom first: a folder may import its own files and lower floors only.
const floors = [
  ['platform'],
  ['access'],
  ['events', 'audit'],
  ['numbering'],
  ['activities'],
  ['organizations'],
  ['identity'],
  ['catalog', 'terms'],
  ['promotions'],
  ['approvals'],
  ['orders'],
  ['subscriptions'],
  ['webhooks', 'notifications', 'dead-letters'],
  ['erp'],
  ['api'],
  ['demo'],
]

// The only files that stand in src/ itself; they put the parts together and may import anything but tests.
const composition = [
  'main',
  'compose',
  'setup',
  'resources',
  'entities',
  'events-catalog',
  'prepare-database',
  'describe-server',
  'verify-audit',
  'rotate-keys',
  'verify-terms',
]
// Of these, two are plain lists that a lower part may read.
const sharedComposition = ['entities', 'resources']
// And one is a promise to receivers: webhooks check names against it, and the relay offers only what it lists.
const publishedLists = ['events-catalog']
const publishedListReaders = ['^src/api/', '^src/webhooks/', '^jobs/reactions\\.ts$']

// The doors: where a transaction may begin.
const doors = [
  '^src/api/mutations-are-transactions\\.ts$',
  '^src/api/reads-share-a-transaction\\.ts$',
  // Reads again between a submit's commit and its answer, each time in a transaction of its own.
  '^src/api/await-order-number\\.ts$',
  '^src/api/serve-(evidence|order-documents|order-responses)\\.ts$',
  // Looks up, in a transaction that only reads, whose secret signed a request to the inspector.
  '^src/api/serve-inspector\\.ts$',
  // A file takes minutes to arrive: each part of it is stored in a transaction of its own.
  '^src/api/serve-(catalog-uploads|approval-decisions)\\.ts$',
  // Each of many decisions stands alone: what one is refused must not undo the others.
  '^src/api/decide-each\\.ts$',
  '^src/setup\\.ts$',
  '^src/verify-audit\\.ts$',
  '^src/rotate-keys\\.ts$',
  '^src/demo/',
  '^jobs/',
  '^test/',
]

// What a *.rules.ts file may import as values: other rules, and what is as pure as they are.
const pureFiles = [
  '\\.rules\\.ts$',
  '^src/platform/(money|errors|calendar|contact-formats|places)\\.ts$',
  '^src/orders/order-(status|transitions)\\.ts$',
  '^integrations/erp/xml-element\\.ts$',
]
// ipaddr.js reads and classifies addresses by arithmetic alone.
const purePackages = ['decimal\\.js', 'libphonenumber-js', 'ipaddr\\.js']

// What an adapter may know of src: shapes by `import type`, and files of plain values. The sender judges a URL by the
// very rules that judged it when it was saved, and reads secrets as they were made.
const contracts = [
  '^src/.+\\.events\\.ts$',
  '^src/events/event\\.ts$',
  '^src/.+(-port|/cloud-provider)\\.ts$',
]
const plainValues = [
  '^src/platform/(errors|money)\\.ts$',
  '^src/webhooks/(url\\.rules|webhook-secret|webhook-signing-key)\\.ts$',
]

const folders = floors.flat()
const product = '^(src|jobs|integrations)/'
const adapters = '^integrations/(webhooks|erp|providers|mail)/'
const outsideApps = '^integrations/(client|portal|zapier|n8n)/'
const compositionFile = `^src/(${composition.join('|')})\\.ts$`
const inFolders = (names) => `^src/(${names.join('|')})/`
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})/`
const notTypeOnly = { dependencyTypesNot: ['type-only'] }

const rule = (name, comment, [from, to]) => ({ name, comment, severity: 'error', from, to })

const floorRules = floors.flatMap((floor, level) =>
  floor.flatMap((folder) => {
    const from = { path: inFolders([folder]) }
    const neighbours = floor.filter((other) => other !== folder)
    const above = floors.slice(level + 1).flat()
    const sentence =
      'Imports fall: move the shared part down, or record an event that the upper folder hears.'
    return [
      ...(above.length > 0
        ? [rule(`floors: ${folder} imports only lower floors`, sentence, [from, { path: inFolders(above) }])]
        : []),
      ...(neighbours.length > 0
        ? [
            rule(`floors: ${folder} does not know its neighbours`, sentence, [
              from,
              { path: inFolders(neighbours) },
            ]),
          ]
        : []),
    ]
  }),
)

const placeRules = [
  rule(
    'every folder has a floor',
    'Add the new word to `floors` in .dependency-cruiser.cjs, on the lowest floor that carries it.',
    [{ path: `^src/(?!(${folders.join('|')})/)[^/]+/` }, {}],
  ),
  rule(
    'only named composition files stand in src',
    'Code belongs to a word; put the file in a folder, or name it in `composition`.',
    [{ path: '^src/[^/]+\\.ts$', pathNot: compositionFile }, {}],
  ),
  rule('no cycles', 'Two files that need each other are one file, or hide a third one below them.', [
    {},
    { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  ]),
  rule('imports resolve', 'The imported file or package does not exist.', [
    { pathNot: outsideApps },
    { couldNotResolve: true },
  ]),
]

const compositionRules = [
  rule(
    'only composition imports composition',
    'Receive what you need as an argument; only main, compose, setup and prepare-database put parts together.',
    [
      { path: product, pathNot: compositionFile },
      {
        path: compositionFile,
        pathNot: `^src/(${[...sharedComposition, ...publishedLists].join('|')})\\.ts$`,
      },
    ],
  ),
  rule(
    'the list of events is read by its tellers only',
    'events-catalog.ts may be imported by composition, src/api, src/webhooks, jobs/reactions.ts and tests.',
    [
      { path: product, pathNot: [compositionFile, ...publishedListReaders] },
      { path: `^src/(${publishedLists.join('|')})\\.ts$` },
    ],
  ),
  rule(
    'the lists of composition are read by api and jobs/main only',
    'entities.ts and resources.ts may be imported by composition, src/api, jobs/main.ts and tests.',
    [
      { path: product, pathNot: [compositionFile, '^src/api/', '^jobs/main\\.ts$'] },
      { path: `^src/(${sharedComposition.join('|')})\\.ts$` },
    ],
  ),
]

const directionRules = [
  rule(
    'src knows neither jobs nor integrations',
    'Record an event; jobs/reactions.ts says what it starts. A port in src is implemented by an adapter.',
    [{ path: '^src/', pathNot: compositionFile }, { path: '^(jobs|integrations)/' }],
  ),
  rule('jobs do not know the api', 'A job calls verbs, not resolvers.', [
    { path: '^jobs/' },
    { path: '^src/api/' },
  ]),
  rule(
    'adapters see contracts only',
    'An adapter may import its own folder, event types, ports, platform/errors.ts, platform/money.ts and npm.',
    [
      { path: adapters },
      {
        path: '^(src|jobs|integrations|test)/',
        pathNot: ['^integrations/$1/', ...contracts, ...plainValues],
      },
    ],
  ),
  rule(
    'adapters import contracts as types',
    'Write `import type`: events and ports are shapes to an adapter.',
    [
      { path: adapters },
      {
        path: contracts,
        ...notTypeOnly,
      },
    ],
  ),
  rule(
    'outside apps speak HTTP only',
    'client, portal, zapier and n8n know schema/ and HTTP, never our code.',
    [{ path: outsideApps }, { path: '^(src|jobs|test)/' }],
  ),
  rule('nobody imports test', 'Tests serve nobody.', [{ path: product }, { path: '^test/' }]),
]

const doorRules = [
  rule('a transaction begins at a door', 'A verb works inside the transaction of its caller: use ctx.em.', [
    { pathNot: doors },
    { path: '^src/platform/transact\\.ts$' },
  ]),
  rule('resolvers are known to the schema only', 'Only src/api/schema.ts lists resolvers.', [
    { path: product, pathNot: '^src/api/schema\\.ts$' },
    { path: '\\.resolver\\.ts$' },
  ]),
  rule(
    'inputs stay in their folder',
    'GraphQL inputs belong to a resolver, beside them or in src/api where it needs several words; a verb of another word takes plain data.',
    [
      { path: '^(?:src/([^/]+)|jobs|integrations)/', pathNot: '^src/api/(schema|[^/]+\\.resolver)\\.ts$' },
      { path: '\\.inputs\\.ts$', pathNot: '^src/$1/' },
    ],
  ),
  rule(
    'rules are pure',
    'A *.rules.ts file imports rules, money, errors and types: no database, no clock, no network.',
    [
      { path: '\\.rules\\.ts$', pathNot: '^test/' },
      {
        pathNot: [...pureFiles, npm(...purePackages)],
        ...notTypeOnly,
      },
    ],
  ),
]

const packageRules = [
  rule(
    'bullmq is known to jobs only',
    'Verbs record events; queues are filled in jobs/ and made in src/platform/queues.ts.',
    [{ path: product, pathNot: ['^jobs/', '^src/platform/queues\\.ts$'] }, { path: npm('bullmq') }],
  ),
  rule('express and apollo are known to the api only', 'HTTP ends in src/api.', [
    { path: product, pathNot: ['^src/api/', compositionFile, outsideApps] },
    { path: npm('express', '@types/express', '@apollo', '@as-integrations') },
  ]),
  rule('pg is known to the platform only', 'Everyone else reaches the database through ctx.em.', [
    { path: product, pathNot: '^src/platform/' },
    { path: npm('pg', '@types/pg') },
  ]),
  rule(
    'opentelemetry is loaded in one file',
    'Begin spans by ctx.tracing: the packages are imported when a collector is set, and never otherwise.',
    [{ path: product, pathNot: '^src/platform/open-tracing\\.ts$' }, { path: npm('@opentelemetry') }],
  ),
  rule(
    'type-graphql decorates nouns and doors only',
    'GraphQL belongs to *.entity.ts, *.inputs.ts, *.resolver.ts, *.view.ts, src/api and the shared platform types.',
    [
      {
        path: product,
        pathNot: [
          '\\.(entity|inputs|resolver|view)\\.ts$',
          '^src/api/',
          '^src/platform/(money|page|errors)[^/]*\\.ts$',
        ],
      },
      { path: npm('type-graphql') },
    ],
  ),
]

module.exports = {
  forbidden: [
    ...floorRules,
    ...placeRules,
    ...compositionRules,
    ...directionRules,
    ...doorRules,
    ...packageRules,
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^integrations/[^/]+/(node_modules|dist)/|^test/\\.generated/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default', 'require'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
