import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { TcpProxy } from './kit/tcp-proxy.ts'

describe('an API whose database has gone', () => {
  let proxy: TcpProxy
  let database: TestDatabase
  let app: TestApp
  let token: string | null
  beforeAll(async () => {
    database = await cloneDatabase('countersign_demo')
    const behind = new URL(database.url)
    const port = Number(behind.port)
    proxy = await TcpProxy.start(() => port)
    behind.port = String(proxy.port)
    app = await startApp({ database: { ...database, url: behind.href }, env: { ROLE: 'api' } })
    token = (await app.signedIn('sales@meridian.example')).token
    await proxy.close()
  })
  afterAll(async () => {
    await app.stopProcess()
    await database.drop()
  })

  it.each([
    ['somebody who is signed in', true],
    ['nobody in particular', false],
  ])('answers %s that it passes, and that the same request may be sent again', async (_who, signedIn) => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(signedIn ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify({ query: '{ viewer { id } }' }),
    })
    const { errors } = (await response.json()) as { errors: Array<{ message: string; extensions: object }> }
    expect(response.status).toBe(signedIn ? 503 : 200)
    expect(errors).toEqual([
      expect.objectContaining({
        message:
          'The server cannot reach its database right now. Send the same request again in a moment, with the same idempotency key: nothing is done twice.',
        extensions: expect.objectContaining({ code: 'SERVICE_UNAVAILABLE', retryable: true }),
      }),
    ])
  })
})
