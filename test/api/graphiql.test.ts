import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Kind, parse } from 'graphql'
import { readExampleOperations } from '../../src/api/example-operations.ts'
import { serveGraphiql } from '../../src/api/graphiql.ts'
import { ask, openPages, type PageServer } from '../support/pages.ts'
import { serveTinyApi } from '../support/tiny-api.ts'

const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }

describe('GET /graphql', () => {
  let server: PageServer

  beforeAll(async () => {
    const demoLogIns = [
      {
        email: 'sales@meridian.example',
        name: 'Jonas Weidlich',
        role: 'Sales',
        password: 'countersign-demo',
      },
    ]
    server = await openPages((app, http) => {
      serveGraphiql(app, { demoLogIns })
      serveTinyApi(app, http)
    })
  })
  afterAll(() => server.close())

  it('is GraphiQL for a browser, with scripts of this server only', async () => {
    const { status, headers, body } = await ask(server, '/graphql', { headers: browser })

    expect(status).toBe(200)
    expect(headers.vary).toBe('Accept')
    expect(headers['content-security-policy']).toContain("script-src 'self';")
    expect(headers['content-security-policy']).toContain("connect-src 'self';")
    expect(body).not.toMatch(/<script(?![^>]* src="\/assets\/)/)
    expect(body).toContain('value="sales@meridian.example"')
  })

  it.each([
    ['a program', '/graphql', { accept: 'application/json' }],
    ['a program that accepts anything', '/graphql', { accept: '*/*' }],
    ['a browser with a query string', '/graphql?query=%7Bhello%7D', browser],
  ])('goes on to the API for %s', async (_who, path, headers) => {
    const { status, body } = await ask(server, path, { headers })

    expect([status, JSON.parse(body)]).toEqual([400, { from: 'the API' }])
  })

  it('serves every file that its page names', async () => {
    const { body } = await ask(server, '/graphql', { headers: browser })
    const files = [...body.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file = '']) => file)

    expect(files).toContain('/assets/graphiql/graphiql.js')
    for (const file of [...files, '/assets/pages/fill-in.js', '/assets/pages/live.js'])
      expect([file, (await ask(server, file)).status]).toEqual([file, 200])
  })

  it('offers no sign-in bar without demo data', async () => {
    const bare = await openPages((app) => serveGraphiql(app, { demoLogIns: [] }))
    const { body } = await ask(bare, '/graphql', { headers: browser })
    await bare.close()

    expect(body).not.toContain('id="sign-in"')
    expect(body).not.toContain('<option')
  })
})

describe('the saved operations', () => {
  it('run through an order from the viewer to the outcome, each with a sentence above it', async () => {
    const examples = await readExampleOperations()

    expect(examples.map(({ name }) => name)).toEqual([
      'Viewer',
      'SignIn',
      'Organizations',
      'ProductSearch',
      'Offer',
      'OrderStart',
      'OrderSelectItems',
      'OrderSetContacts',
      'OrderSetProvisioning',
      'OrderSummary',
      'OrderStatusChanged',
      'ApprovalStatusChanged',
      'OrderSubmit',
      'Approvals',
      'ApprovalApprove',
      'OrderOutcome',
    ])
    for (const { query } of examples) expect(query).toMatch(/^# [A-Z]/)
  })

  it('give a value to every variable that they declare, and to no other', async () => {
    for (const { name, query, variables } of await readExampleOperations()) {
      const [operation] = parse(query).definitions
      const declared =
        operation?.kind === Kind.OPERATION_DEFINITION ? (operation.variableDefinitions ?? []) : []
      const given = Object.keys(JSON.parse(variables || '{}') as object)
      expect([name, given]).toEqual([name, declared.map(({ variable }) => variable.name.value)])
    }
  })
})
