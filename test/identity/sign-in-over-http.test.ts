import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp({ env: { ROLE: 'api' } })
})
afterAll(() => app.close())

const signIn = `mutation ($input: SignInInput!) { signIn(input: $input) {
  token viewer { email organization { name } } userErrors { code path } } }`

test('signing in answers with a token and the viewer, read as the one who signed in', async () => {
  const input = { email: 'sales@meridian.example', password: 'countersign-demo' }
  expect((await app.anonymous().ask(signIn, { input })).signIn).toMatchObject({
    viewer: { email: 'sales@meridian.example', organization: { name: 'Meridian Cloud' } },
    userErrors: [],
  })
})

test('a wrong password is a userError, and it is counted', async () => {
  const input = { email: 'sales@meridian.example', password: 'wrong' }
  expect((await app.anonymous().ask(signIn, { input })).signIn).toEqual({
    token: null,
    viewer: null,
    userErrors: [{ code: 'INVALID_CREDENTIALS', path: [] }],
  })
  expect(await app.sql(`SELECT failures FROM sign_in_attempt WHERE key LIKE 'account:%'`)).toEqual([
    { failures: 1 },
  ])
})

test('a page of organizations with accounts, users and orderability costs a fixed number of statements', async () => {
  const client = await app.signedIn('admin@meridian.example')
  const query = `query ($first: Int!) { organizations(first: $first, where: { kind: CUSTOMER }) {
    nodes { name canOrder orderingProblems accounts { status } users { email } parent { name } seller { name } } } }`
  const costOf = async (first: number) => {
    const before = app.statements.length
    const { organizations } = await client.ask(query, { first })
    expect(organizations.nodes).toHaveLength(first)
    return app.statements.length - before
  }
  await costOf(2)
  expect(await costOf(15)).toBe(await costOf(3))
})
