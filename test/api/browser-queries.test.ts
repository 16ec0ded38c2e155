import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'

describe('a query in the address bar of a browser', () => {
  let app: TestApp
  beforeAll(async () => void (app = await startApp()))
  afterAll(() => app.close())

  const get = (headers: Record<string, string>) =>
    fetch(`${app.url}/graphql?query=%7B__typename%7D`, {
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', ...headers },
    })

  it('is refused by the API, and never answered by a page with scripts of another host', async () => {
    const response = await get({})
    const body = await response.text()

    expect([response.status, response.headers.get('content-type')]).toEqual([
      400,
      'application/json; charset=utf-8',
    ])
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] })
  })

  it('is answered once it says that no other site has sent it', async () => {
    const response = await get({ 'apollo-require-preflight': 'yes' })

    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } })
  })
})
