import { readFileSync } from 'node:fs'
import path from 'node:path'
import { buildSchema, Kind, parse, validate, type GraphQLSchema } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { limitRules } from '../../src/api/limits.ts'
import { projectRoot } from '../../src/platform/project-root.ts'
import { ApiClient } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'

const text = (file: string) => readFileSync(path.join(projectRoot, file), 'utf8')

const people = buildSchema(`
  type Query { friends(first: Int! = 20): People! person: Person }
  type People { nodes: [Person!]! edges: [Edge!]! }
  type Edge { node: Person! }
  type Person { id: ID! friends(first: Int! = 20): People! parents: [Person!]! }
`)

const findings = (schema: GraphQLSchema, query: string) =>
  validate(schema, parse(query), limitRules).map(({ message, extensions }) => [extensions['limit'], message])

const tooDear = (cost: number) => [
  [
    'cost',
    `The answer may hold ${cost} objects; 10000 is the bound. Ask for smaller pages, or for less of each entry.`,
  ],
]

describe('what an operation may cost', () => {
  it('refuses full pages three deep, as nodes, as edges and in fragments', () => {
    const inner = (first: string) => `{ nodes { friends(first: ${first}) { nodes { id } } } }`
    expect(
      findings(people, `{ friends(first: 100) { nodes { friends(first: 100) ${inner('100')} } } }`),
    ).toEqual(tooDear(1_020_201))
    expect(
      findings(people, '{ friends(first: 100) { edges { node { friends(first: 100) { nodes { id } } } } } }'),
    ).toEqual(tooDear(10_301))
    const fragment = 'fragment F on Person { friends(first: 100) { nodes { id parents { id } } } }'
    expect(findings(people, `{ friends(first: 100) { nodes { ...F } } } ${fragment}`)).toEqual(
      tooDear(60_201),
    )
  })

  it('counts a page size in a variable as the largest, and no page size as the default', () => {
    const two = (first: string) =>
      `{ friends${first} { nodes { friends${first} { nodes { parents { id } } } } } }`
    expect(findings(people, `query ($n: Int!) ${two('(first: $n)')}`)).toEqual(tooDear(60_201))
    expect(findings(people, two(''))).toEqual([])
  })

  it('ends on fragments that spread one another many times, or themselves', () => {
    const fragments = Array.from(
      { length: 50 },
      (_, at) => `fragment F${at} on Person { parents { ...F${at + 1} ...F${at + 1} } }`,
    )
    const limits = (query: string) => findings(people, query).map(([limit]) => limit)
    expect(limits(`{ person { ...F0 } } ${fragments.join(' ')} fragment F50 on Person { id }`)).toContain(
      'cost',
    )
    expect(limits('{ person { ...L } } fragment L on Person { parents { ...L } }')).not.toContain('cost')
  })

  it('refuses depth, aliases and root fields with a sentence each', () => {
    const deep = `{ person ${'{ parents '.repeat(13)}{ id }${' }'.repeat(13)} }`
    expect(findings(people, deep).filter(([limit]) => limit === 'depth')).toEqual([
      ['depth', 'An operation is at most 12 levels deep. Send smaller requests.'],
    ])
    const aliases = Array.from({ length: 51 }, (_, at) => `a${at}: id`).join(' ')
    expect(findings(people, `{ person { ${aliases} } }`)).toEqual([
      ['aliases', 'An operation has at most 50 aliases. Send smaller requests.'],
    ])
    const roots = Array.from({ length: 21 }, (_, at) => `r${at}: person { id }`).join(' ')
    expect(findings(people, `{ ${roots} }`)).toEqual([
      ['rootFields', 'An operation has at most 20 root fields. Send smaller requests.'],
    ])
  })

  it.each(['src/api/pages/example-operations.graphql', 'src/demo/demo-operations.graphql'])(
    'lets every operation of %s pass',
    (file) => {
      const schema = buildSchema(text('schema/schema.graphql'))
      const { definitions } = parse(text(file))
      const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
      const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
      expect(operations.length).toBeGreaterThan(10)
      for (const operation of operations)
        expect(
          validate(schema, { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] }, limitRules),
        ).toEqual([])
    },
  )
})

describe('over HTTP', () => {
  let app: TestApp
  beforeAll(async () => void (app = await startApp()))
  afterAll(() => app.close())

  it('a limit is answered with its code and name, and nothing runs', async () => {
    const sales = await ApiClient.signIn(app.url, 'sales@meridian.example')
    const page = 'orders(first: 100) { nodes { lines { offer { product { vendor { id } } } } } }'
    const query = `{ ${Array.from({ length: 6 }, (_, at) => `o${at}: ${page}`).join(' ')} }`
    const { data, errors } = await sales.request(query)

    expect(data ?? null).toBeNull()
    expect(errors).toEqual([
      expect.objectContaining({
        message:
          'The answer may hold 12606 objects; 10000 is the bound. Ask for smaller pages, or for less of each entry.',
        extensions: expect.objectContaining({ code: 'LIMIT_EXCEEDED', limit: 'cost' }),
      }),
    ])
  })
})
