import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import express from 'express'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { admission } from '../../src/api/admission.ts'
import { startApp, type TestApp } from '../support/app.ts'
import type { ApiClient } from '../support/api-client.ts'
import { customer, key } from '../support/ordering.ts'

const start =
  'mutation ($input: OrderStartInput!) { orderStart(input: $input) { order { id } userErrors { code } } }'

describe('a crowd of requests before a server with four connections', () => {
  let app: TestApp
  let crowded: TestApp
  let sales: ApiClient
  let input: Record<string, unknown>
  let blocker: pg.Client
  beforeAll(async () => {
    app = await startApp({ env: { ROLE: 'api' } })
    // Eight at once; a turn is waited for during one second.
    crowded = await startApp({
      database: app.database,
      env: { ROLE: 'api', DATABASE_POOL: '4', REQUEST_DEADLINE_MS: '3000', ORDER_NUMBER_WAIT_MS: '500' },
    })
    sales = await app.signedIn('sales@meridian.example')
    const buyer = await customer(sales, 'Spreebogen')
    input = { organizationId: buyer.id, accountId: buyer.accounts[0].id }
    blocker = new pg.Client({ connectionString: app.database.superuserUrl })
    await blocker.connect()
  })
  afterAll(async () => {
    await blocker.end()
    await crowded.stopProcess()
    await app.close()
  })

  const post = (body: object, { url = crowded.url, signal }: { url?: string; signal?: AbortSignal } = {}) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${sales.token}` },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    })
  const order = (to: { url?: string; signal?: AbortSignal } = {}) =>
    post({ query: start, variables: { input: { ...input, idempotencyKey: key() } } }, to)
  const drafts = async () => {
    const [row] = await app.sql<{ count: number }>('SELECT count(*)::int FROM orders')
    return row?.count ?? 0
  }

  it('has whoever gets no turn in time answered 503 BUSY with nothing done, and serves the next one', async () => {
    const before = await drafts()
    await blocker.query('BEGIN')
    await blocker.query('LOCK TABLE countersign.outbox_event IN EXCLUSIVE MODE')
    const working = Array.from({ length: 8 }, () => order())
    const waitsInVain = await post({ query: '{ __typename }' })
    expect([waitsInVain.status, waitsInVain.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await waitsInVain.json()).toEqual({
      errors: [
        {
          message:
            'The server has more to do than it can right now. Send the same request again in a moment; nothing was done.',
          extensions: { code: 'BUSY', retryable: true },
        },
      ],
    })
    const hungUp = new AbortController()
    const gone = order({ signal: hungUp.signal })
    hungUp.abort()
    await expect(gone).rejects.toThrow('aborted')
    await blocker.query('ROLLBACK')
    await Promise.all(working)
    const made = await drafts()
    const served = await post({ query: '{ __typename }' })
    expect([served.status, await served.json()]).toEqual([200, { data: { __typename: 'Query' } }])
    expect(await drafts()).toBe(made)
    expect(made - before).toBeLessThanOrEqual(8)
  })

  it('is served whole when there is time for all turns', async () => {
    const before = await drafts()
    const answers = await Promise.all(Array.from({ length: 60 }, () => order({ url: app.url })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await drafts()).toBe(before + 60)
  })
})

it('gives no turn to whoever has hung up before it came, and so keeps it for the next one', async () => {
  const app = express()
  // What comes before, such as the reading of a body, takes longer than the first caller has patience.
  app.use((_request, _response, next) => setTimeout(next, 200))
  app.use(admission({ atOnce: 1, waitMs: 1000 }))
  app.use((_request, response) => void response.send('served'))
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // listens on TCP
  const url = `http://127.0.0.1:${port}/`
  await expect(fetch(url, { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout')
  await sleep(300)
  const next = await fetch(url)
  expect([next.status, await next.text()]).toEqual([200, 'served'])
  server.closeAllConnections()
  server.close()
})
