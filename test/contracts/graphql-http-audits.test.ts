import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'

describe('GraphQL over HTTP', () => {
  let app: TestApp
  beforeAll(async () => void (app = await startApp()))
  afterAll(() => app.close())

  it('passes all 61 audits of graphql-http as a client that sends the preflight header', async () => {
    const fetchFn = (url: string, init: RequestInit = {}) =>
      fetch(url, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), 'apollo-require-preflight': 'yes' },
      })
    const audits = serverAudits({ url: `${app.url}/graphql`, fetchFn })
    const results = []
    for (const audit of audits) results.push(await audit.fn())

    expect(
      results.filter(({ status }) => status !== 'ok').map(({ name, status }) => `${status}: ${name}`),
    ).toEqual([])
    expect(results).toHaveLength(61)
  })
})
