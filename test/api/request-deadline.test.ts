import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import type { ApiClient } from '../support/api-client.ts'
import { customer, key } from '../support/ordering.ts'

const start =
  'mutation ($input: OrderStartInput!) { orderStart(input: $input) { order { id } userErrors { code } } }'

describe('a request that takes longer than REQUEST_DEADLINE_MS', () => {
  /** Answers late rather than never: everything but the request that is to be late goes to this one. */
  let app: TestApp
  let impatient: TestApp
  let sales: ApiClient
  let input: Record<string, unknown>
  let blocker: pg.Client
  beforeAll(async () => {
    app = await startApp({ env: { ROLE: 'api' } })
    impatient = await startApp({
      database: app.database,
      env: { ROLE: 'api', REQUEST_DEADLINE_MS: '1500', ORDER_NUMBER_WAIT_MS: '500' },
    })
    sales = await app.signedIn('sales@meridian.example')
    const buyer = await customer(sales, 'Spreebogen')
    input = { organizationId: buyer.id, accountId: buyer.accounts[0].id }
    blocker = new pg.Client({ connectionString: app.database.superuserUrl })
    await blocker.connect()
  })
  afterAll(async () => {
    await blocker.end()
    await impatient.stopProcess()
    await app.close()
  })

  const post = (query: string, variables: object) =>
    fetch(`${impatient.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${sales.token}` },
      body: JSON.stringify({ query, variables }),
    })
  const drafts = () => app.sql('SELECT count(*)::int FROM orders')

  it('is answered 503 DEADLINE_EXCEEDED, may be sent again, and what still runs commits nothing', async () => {
    const before = await drafts()
    const idempotencyKey = key()
    await blocker.query('BEGIN')
    await blocker.query('LOCK TABLE countersign.outbox_event IN EXCLUSIVE MODE')
    const response = await post(start, { input: { ...input, idempotencyKey } })
    const answer = await response.json()
    expect([
      response.status,
      response.headers.get('connection'),
      response.headers.get('retry-after'),
    ]).toEqual([503, 'close', '1'])
    expect(answer).toEqual({
      errors: [
        {
          message:
            'The answer took too long. Send the same request again, with the same idempotency key: nothing is done twice.',
          extensions: { code: 'DEADLINE_EXCEEDED', retryable: true },
        },
      ],
    })
    await blocker.query('ROLLBACK')
    await sleep(500)
    expect(await drafts()).toEqual(before)

    const again = await sales.mutate('orderStart', { ...input, idempotencyKey }, 'order { id }')
    expect(again.userErrors).toEqual([])
    expect(await drafts()).toEqual([{ count: (before[0] as { count: number }).count + 1 }])
  })

  it('is answered BUSY before that, when only a lock is not free', async () => {
    await blocker.query('BEGIN')
    await blocker.query('LOCK TABLE countersign.outbox_event IN EXCLUSIVE MODE')
    const before = await drafts()
    const refused = await sales.mutate('orderStart', { ...input, idempotencyKey: key() }, 'order { id }')
    expect(refused).toEqual({
      order: null,
      userErrors: [
        {
          __typename: 'GeneralUserError',
          code: 'BUSY',
          message: 'Another request works on this right now. Send the same request again in a moment.',
          path: [],
        },
      ],
    })
    await blocker.query('ROLLBACK')
    expect(await drafts()).toEqual(before)
  })

  it('control: without the lock the same request is answered', async () => {
    const started = await sales.mutate('orderStart', { ...input, idempotencyKey: key() }, 'order { id }')
    expect(started).toMatchObject({ order: { id: expect.stringMatching(/^ord_/) }, userErrors: [] })
  })
})
