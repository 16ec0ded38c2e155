import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { listen } from '../support/live.ts'
import { customer, key } from '../support/ordering.ts'

const masked = 'Something went wrong on our side. Try again; if it persists, report the request id.'

describe('an internal fault', () => {
  let app: TestApp
  let sales: ApiClient
  let buyer: Json
  let orderId: string
  beforeAll(async () => {
    app = await startApp({ env: { ROLE: 'api', LOG_LEVEL: 'silent' } })
    sales = await app.signedIn('sales@meridian.example')
    buyer = await customer(sales, 'Spreebogen')
    const input = { organizationId: buyer.id, accountId: buyer.accounts[0].id, idempotencyKey: key() }
    orderId = (await sales.done('orderStart', input, 'order { id }')).order.id
  })
  afterAll(() => app.close())
  // PostgreSQL refuses to read orders: "permission denied for table orders".
  beforeEach(() => app.sql('REVOKE SELECT ON orders FROM countersign_app'))
  afterEach(() => app.sql('GRANT SELECT ON orders TO countersign_app'))

  function expectMasked(text: string, error: Json): void {
    expect(error).toMatchObject({
      message: masked,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.stringMatching(/^req_[0-9a-z]{26}$/) },
    })
    expect(Object.keys(error.extensions).toSorted()).toEqual(['code', 'requestId'])
    for (const secret of ['permission denied', 'table', 'countersign', 'select', 'stack', '42501', '.ts'])
      expect(text.toLowerCase()).not.toContain(secret)
  }

  it.each([
    ['a query', 'query ($id: ID!) { it: order(id: $id) { id } }'],
    [
      'a mutation',
      'mutation ($id: ID!) { it: orderCancel(input: { orderId: $id }) { userErrors { code } } }',
    ],
  ])(
    'in %s is answered with a sentence and the request’s id, and no word of the fault',
    async (_what, query) => {
      const response = await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${sales.token}` },
        body: JSON.stringify({ query, variables: { id: orderId } }),
      })
      const text = await response.text()
      const { errors } = JSON.parse(text) as { errors: Json[] }
      expect(errors).toHaveLength(1)
      expectMasked(text, errors[0])
      expect(errors[0].path).toEqual(['it'])
      expect(response.headers.get('x-request-id')).toBe(errors[0].extensions.requestId)
    },
  )

  it.each(['graphql-ws', 'graphql-sse'] as const)(
    'that ends a stream over %s is told the same way',
    async (transport) => {
      const query = 'subscription ($id: ID!) { orderStatusChanged(orderId: $id) { id type } }'
      const stream = listen(transport, sales, { query, variables: { id: orderId } })
      await stream.until(() => stream.refusal() !== null)
      stream.stop()
      const refusal = stream.refusal() as Json[]
      expect(stream.updates).toEqual([])
      expect(refusal).toHaveLength(1)
      expectMasked(JSON.stringify(refusal), refusal[0])
    },
  )

  it('changes nothing, and is over when its cause is', async () => {
    await app.sql('GRANT SELECT ON orders TO countersign_app')
    const before = await app.sql(
      'SELECT count(*)::int AS orders, (SELECT count(*)::int FROM outbox_event) AS events FROM orders',
    )
    await app.sql('REVOKE INSERT ON outbox_event FROM countersign_app')
    const input = {
      organizationId: buyer.id,
      accountId: buyer.accounts[0].id,
      idempotencyKey: 'after-the-fault',
    }
    const query =
      'mutation ($input: OrderStartInput!) { orderStart(input: $input) { order { id } userErrors { code } } }'
    const { data, errors } = await sales.request(query, { input })
    await app.sql('GRANT INSERT ON outbox_event TO countersign_app')
    expectMasked(JSON.stringify({ errors }), errors?.[0])
    expect(data).toBeNull()
    expect(
      await app.sql(
        'SELECT count(*)::int AS orders, (SELECT count(*)::int FROM outbox_event) AS events FROM orders',
      ),
    ).toEqual(before)
    const started = await sales.done('orderStart', input, 'order { status }')
    expect(started.order).toEqual({ status: 'DRAFT' })
  })
})

describe('repeated failures to sign in', () => {
  let app: TestApp
  let ahead = 0
  beforeAll(async () => {
    app = await startApp({ env: { ROLE: 'api' }, clock: { now: () => new Date(Date.now() + ahead) } })
  })
  afterAll(() => app.close())

  const attempt = async (email: string, password: string) => {
    const payload = await app.anonymous().mutate('signIn', { email, password }, 'token')
    return {
      hasToken: payload.token !== null,
      codes: payload.userErrors.map(({ code }: Json) => code as string),
    }
  }
  const wrong = { hasToken: false, codes: ['INVALID_CREDENTIALS'] }
  const blocked = { hasToken: false, codes: ['SIGN_IN_BLOCKED'] }

  it.each([
    ['of a user', 'desk@meridian.example'],
    ['of nobody', 'nobody@meridian.example'],
  ])(
    'hold back the next tries %s, the right password included, until their time is over',
    async (_whose, email) => {
      ahead = 0
      let failures = 0
      let answer = wrong
      for (; failures < 20; failures++) {
        answer = await attempt(email, 'wrong-password')
        if (answer.codes[0] === 'SIGN_IN_BLOCKED') break
        expect(answer).toEqual(wrong)
      }
      expect(failures).toBe(6)
      expect(answer).toEqual(blocked)
      expect(await attempt(email, 'countersign-demo')).toEqual(blocked)
      expect(await attempt('sales@meridian.example', 'countersign-demo')).toEqual({
        hasToken: true,
        codes: [],
      })
      ahead = 16 * 60_000
      expect(await attempt(email, 'countersign-demo')).toEqual(
        email.startsWith('desk') ? { hasToken: true, codes: [] } : wrong,
      )
    },
  )
})
