import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, key, offerOf, submitInput } from '../support/ordering.ts'
import { absent, loneSurrogate, type World } from './bad-input-world.ts'
import { selectionCases } from './bad-selections.ts'
import { valueCases } from './bad-values.ts'

describe('bad input', () => {
  let app: TestApp
  let sales: ApiClient
  let world: World

  /** Every order with its lines, and how many events there are. */
  const stored = () =>
    app.sql(`SELECT (SELECT md5(string_agg(o::text, ',' ORDER BY id)) FROM orders o) AS orders,
      (SELECT md5(string_agg(l::text, ',' ORDER BY id)) FROM order_line l) AS lines,
      (SELECT count(*)::int FROM outbox_event) AS events, (SELECT count(*)::int FROM idempotency_key) AS keys`)

  beforeAll(async () => {
    // Without workers nothing moves between two looks at the rows.
    app = await startApp({ env: { ROLE: 'api', ORDER_NUMBER_WAIT_MS: '0' } })
    sales = await app.signedIn('sales@meridian.example')
    const harbor = await app.signedIn('sales@harbor.example')
    const [buyer, theirs] = [await customer(sales, 'Spreebogen'), await customer(harbor, 'Ironpetal')]
    const offer = await offerOf(sales, '365 business prem')
    const foreign = await completeDraft(harbor, { customer: theirs, offer })
    const account = buyer.accounts.find(({ currency }: Json) => currency === 'EUR')
    const eurBuyer = { ...buyer, accounts: [account] }
    const sent = await completeDraft(sales, { customer: eurBuyer, offer })
    await sales.done('orderSubmit', submitInput(sent), 'order { id }')
    const bare = await sales.done(
      'orderStart',
      { organizationId: buyer.id, accountId: account.id, idempotencyKey: key() },
      'order { id }',
    )
    await sales.done(
      'orderSelectItems',
      { orderId: bare.order.id, items: [{ offerId: offer.id, quantity: '5' }] },
      'order { id }',
    )
    const bySku = async (productKey: string) =>
      (
        await app.sql<{ id: string }>(
          'SELECT o.id FROM offer o JOIN product p ON p.id = o.product_id WHERE p.key = $1 ORDER BY o.id LIMIT 1',
          [productKey],
        )
      )[0]?.id ?? ''
    world = {
      draft: await completeDraft(sales, { customer: eurBuyer, offer }),
      bare: bare.order.id,
      submitted: sent.orderId,
      foreign: { order: foreign.orderId, organization: theirs.id, account: theirs.accounts[0].id },
      offers: {
        base: offer.id,
        rival: await bySku('microsoft-365-business-basic'),
        addOn: await bySku('exchange-online-archiving'),
        byFive: await bySku('veeam-data-platform-foundation'),
      },
    }
  })
  afterAll(() => app.close())

  it.each([...selectionCases, ...valueCases])(
    '$what is refused with code, sentence and path, and nothing changes',
    async ({ mutation, input, problems }) => {
      const before = await stored()
      const payload = await sales.mutate(mutation, input(world), '__typename')
      expect(payload.userErrors.map(({ code, path }: Json) => ({ code, path }))).toEqual(problems)
      for (const { message } of payload.userErrors) expect(message).toMatch(/^.{8,}[.!]$/)
      expect(await stored()).toEqual(before)
    },
  )

  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${sales.token}`, ...headers },
      body,
    })
  const ask = (query: string, variables: Json = {}) => JSON.stringify({ query, variables })
  const aliases = (count: number) =>
    `{ ${Array.from({ length: count }, (_, i) => `a${i}: __typename`).join(' ')} }`
  const organizations = (args: string) => `{ organizations(${args}) { nodes { id } } }`

  it.each([
    [
      'a body of more than 100 kB',
      () => ask('{ __typename }', { padding: 'x'.repeat(100_001) }),
      413,
      'BAD_REQUEST',
    ],
    [
      'bytes that are not UTF-8',
      () =>
        new Uint8Array([
          ...Buffer.from('{"query":"{ viewer { id } }","x":"'),
          0xff,
          0xfe,
          ...Buffer.from('"}'),
        ]),
      400,
      'BAD_REQUEST',
    ],
    ['a body that is not JSON', () => '{"query":', 400, 'BAD_REQUEST'],
    [
      'a query that is too deep',
      () => ask(`{ organizations { nodes ${'{ parent '.repeat(14)} { id } ${'}'.repeat(14)} } }`),
      400,
      'LIMIT_EXCEEDED',
    ],
    [
      'too many aliases',
      () => ask(`{ viewer { ${Array.from({ length: 60 }, (_, i) => `a${i}: name`).join(' ')} } }`),
      400,
      'LIMIT_EXCEEDED',
    ],
    ['too many root fields', () => ask(aliases(21)), 400, 'LIMIT_EXCEEDED'],
    ['too many tokens', () => ask(`{ viewer { ${'id '.repeat(2_100)} } }`), 400, 'GRAPHQL_PARSE_FAILED'],
    ['a field that does not exist', () => ask('{ shoeSize }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an unknown enum',
      () => ask(organizations('where: { kind: MARTIAN }')),
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'an unknown enum in a variable',
      () =>
        ask('query ($where: OrganizationWhere) { organizations(where: $where) { nodes { id } } }', {
          where: { kind: 'MARTIAN' },
        }),
      400,
      'BAD_USER_INPUT',
    ],
    [
      'a quantity that is no number',
      () =>
        ask(
          'mutation ($input: OrderSelectItemsInput!) { orderSelectItems(input: $input) { userErrors { code } } }',
          {
            input: { orderId: world.draft.orderId, items: [{ offerId: world.offers.base, quantity: 'abc' }] },
          },
        ),
      400,
      'BAD_USER_INPUT',
    ],
    [
      'a missing argument',
      () => ask('mutation { orderSubmit(input: { orderId: "x" }) { userErrors { code } } }'),
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a page of 101', () => ask(organizations('first: 101')), 200, 'PAGE_SIZE_INVALID'],
    ['a page of nothing', () => ask(organizations('first: 0')), 200, 'PAGE_SIZE_INVALID'],
    ['a broken cursor', () => ask(organizations('after: "bm9uc2Vuc2U"')), 200, 'CURSOR_INVALID'],
    [
      'NUL in an argument of a query',
      () =>
        ask('query ($search: String) { organizations(search: $search) { nodes { id } } }', {
          search: 'a\u0000b',
        }),
      200,
      'INVALID_CHARACTERS',
    ],
    [
      'a lone surrogate in an argument of a query',
      () =>
        ask('query ($search: String) { orders(search: $search) { nodes { id } } }', {
          search: `a${loneSurrogate}`,
        }),
      200,
      'INVALID_CHARACTERS',
    ],
    [
      'a token that is none',
      () => ask('{ __typename }'),
      401,
      'UNAUTHENTICATED',
      { authorization: 'Bearer nonsense' },
    ],
  ])(
    '%s is refused as a whole, and nothing changes',
    async (_what, body, status, code, headers: Record<string, string> = {}) => {
      const before = await stored()
      const response = await post(body(), headers)
      const { errors, data } = (await response.json()) as Json
      expect({ status: response.status, code: errors?.[0].extensions.code }).toEqual({ status, code })
      expect(errors[0].message).toMatch(/\S{2,} \S+/)
      expect(Object.values(data ?? {}).filter((one) => one !== null)).toEqual([])
      expect(await stored()).toEqual(before)
    },
  )

  it('answers missing and foreign ids of queries alike: with nothing', async () => {
    const read = (id: string) => sales.request('query ($id: ID!) { order(id: $id) { id } }', { id })
    expect(await read(world.foreign.order)).toEqual({ data: { order: null } })
    expect(await read(world.foreign.order)).toEqual(await read(absent('ord')))
    expect(await read(`ord_${loneSurrogate}`)).toEqual({ data: { order: null } })
    expect(await read('ord_\u0000')).toEqual({ data: { order: null } })
  })
})
