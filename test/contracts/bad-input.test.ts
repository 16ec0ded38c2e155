import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import {
  completeDraft,
  contacts,
  customer,
  key,
  offerOf,
  submitInput,
  type Draft,
} from '../support/ordering.ts'

const absent = (prefix: string) => `${prefix}_${'0'.repeat(25)}9`
const loneSurrogate = '\ud800'

/** What a test case may refer to: made before the first one. */
interface World {
  draft: Draft
  /** A draft with a line and nothing else. */
  bare: string
  submitted: string
  foreign: { order: string; organization: string; account: string }
  offers: { base: string; rival: string; addOn: string; byFive: string }
}

interface Case {
  what: string
  mutation: string
  input: (world: World) => Json
  problems: Array<{ code: string; path: string[] }>
}

const items = (mutation: (world: World) => Json[]) => (world: World) => ({
  orderId: world.draft.orderId,
  items: mutation(world),
})
const quantity = (text: string) => items(({ offers }) => [{ offerId: offers.base, quantity: text }])
const contact =
  (change: Json) =>
  ({ draft }: World) => ({
    orderId: draft.orderId,
    contacts: contacts.map((one, index) => (index === 1 ? { ...one, ...change } : one)),
  })
const at = (...path: string[]) => path
const notFound = (...path: string[]) => [{ code: 'NOT_FOUND', path }]

const cases: Case[] = [
  {
    what: 'a missing order',
    mutation: 'orderSelectItems',
    input: () => ({ orderId: absent('ord'), items: [] }),
    problems: notFound('orderId'),
  },
  {
    what: 'a foreign order',
    mutation: 'orderSelectItems',
    input: ({ foreign }) => ({ orderId: foreign.order, items: [] }),
    problems: notFound('orderId'),
  },
  {
    what: 'an id that is none',
    mutation: 'orderCancel',
    input: () => ({ orderId: "' OR 1=1 --" }),
    problems: notFound('orderId'),
  },
  {
    what: 'a missing organization',
    mutation: 'orderStart',
    input: () => ({ organizationId: absent('org'), idempotencyKey: key() }),
    problems: notFound('organizationId'),
  },
  {
    what: 'a foreign organization',
    mutation: 'orderStart',
    input: ({ foreign }) => ({ organizationId: foreign.organization, idempotencyKey: key() }),
    problems: notFound('organizationId'),
  },
  {
    what: 'a missing account',
    mutation: 'orderSetContacts',
    input: ({ draft }) => ({ orderId: draft.orderId, accountId: absent('acc') }),
    problems: notFound('accountId'),
  },
  {
    what: 'a foreign account',
    mutation: 'orderSetContacts',
    input: ({ draft, foreign }) => ({ orderId: draft.orderId, accountId: foreign.account }),
    problems: notFound('accountId'),
  },
  {
    what: 'a missing offer',
    mutation: 'orderSelectItems',
    input: items(() => [{ offerId: absent('off'), quantity: '1' }]),
    problems: [{ code: 'OFFER_NOT_AVAILABLE', path: at('items', '0', 'offerId') }],
  },
  {
    what: 'a missing approval',
    mutation: 'approvalApprove',
    input: () => ({ approvalId: absent('apr'), expectedVersion: 1, idempotencyKey: key() }),
    problems: [{ code: 'FORBIDDEN', path: [] }],
  },
  {
    what: 'a quantity of nothing',
    mutation: 'orderSelectItems',
    input: quantity('0'),
    problems: [{ code: 'QUANTITY_TOO_LOW', path: at('items', '0', 'quantity') }],
  },
  {
    what: 'a negative quantity',
    mutation: 'orderSelectItems',
    input: quantity('-1'),
    problems: [{ code: 'QUANTITY_TOO_LOW', path: at('items', '0', 'quantity') }],
  },
  {
    what: 'half a seat',
    mutation: 'orderSelectItems',
    input: quantity('1.5'),
    problems: [{ code: 'QUANTITY_STEP', path: at('items', '0', 'quantity') }],
  },
  {
    what: 'too many seats',
    mutation: 'orderSelectItems',
    input: quantity('301'),
    problems: [{ code: 'QUANTITY_TOO_HIGH', path: at('items', '0', 'quantity') }],
  },
  {
    what: 'a quantity between steps',
    mutation: 'orderSelectItems',
    input: items(({ offers }) => [{ offerId: offers.byFive, quantity: '7' }]),
    problems: [{ code: 'QUANTITY_STEP', path: at('items', '0', 'quantity') }],
  },
  {
    what: 'an add-on without its base',
    mutation: 'orderSelectItems',
    input: items(({ offers }) => [{ offerId: offers.addOn, quantity: '5' }]),
    problems: [{ code: 'ADDON_BASE_MISSING', path: at('items', '0', 'offerId') }],
  },
  {
    what: 'a pair that excludes each other',
    mutation: 'orderSelectItems',
    input: items(({ offers }) => [
      { offerId: offers.base, quantity: '5' },
      { offerId: offers.rival, quantity: '5' },
    ]),
    problems: ['0', '1'].map((index) => ({
      code: 'OFFERS_EXCLUDE_EACH_OTHER',
      path: at('items', index, 'offerId'),
    })),
  },
  {
    what: 'a parent line that is not there',
    mutation: 'orderSelectItems',
    input: items(({ offers }) => [{ offerId: offers.base, quantity: '5', parentLineNumber: 9 }]),
    problems: [{ code: 'PARENT_LINE_MISSING', path: at('items', '0', 'parentLineNumber') }],
  },
  {
    what: 'a malformed e-mail',
    mutation: 'orderSetContacts',
    input: contact({ email: 'ada@@customer' }),
    problems: [{ code: 'EMAIL_INVALID', path: at('contacts', '1', 'email') }],
  },
  {
    what: 'a malformed phone',
    mutation: 'orderSetContacts',
    input: contact({ phone: '0049-abc' }),
    problems: [{ code: 'PHONE_INVALID', path: at('contacts', '1', 'phone') }],
  },
  {
    what: 'a role twice',
    mutation: 'orderSetContacts',
    input: contact({ role: 'ADMIN' }),
    problems: [{ code: 'CONTACT_ROLE_REPEATED', path: at('contacts', '1', 'role') }],
  },
  {
    what: 'NUL in a text',
    mutation: 'orderSetContacts',
    input: contact({ firstName: 'A\u0000da' }),
    problems: [{ code: 'INVALID_CHARACTERS', path: at('contacts', '1', 'firstName') }],
  },
  {
    what: 'a lone surrogate in a text',
    mutation: 'orderSetContacts',
    input: contact({ lastName: `Ada${loneSurrogate}` }),
    problems: [{ code: 'INVALID_CHARACTERS', path: at('contacts', '1', 'lastName') }],
  },
  {
    what: 'a question that nobody asks',
    mutation: 'orderSetProvisioning',
    input: ({ draft }) => ({ orderId: draft.orderId, values: [{ key: 'shoeSize', value: 42 }] }),
    problems: [{ code: 'PARAMETER_UNKNOWN', path: at('values', '0', 'key') }],
  },
  {
    what: 'a choice that is not offered',
    mutation: 'orderSetProvisioning',
    input: ({ draft }) => ({ orderId: draft.orderId, values: [{ key: 'tenantKind', value: 'OLD' }] }),
    problems: [{ code: 'PARAMETER_OPTION', path: at('values', '0', 'value') }],
  },
  {
    what: 'an answer of the wrong type',
    mutation: 'orderSetProvisioning',
    input: ({ draft }) => ({ orderId: draft.orderId, values: [{ key: 'adminEmail', value: 7 }] }),
    problems: [{ code: 'PARAMETER_TYPE', path: at('values', '0', 'value') }],
  },
  {
    what: 'NUL inside JSON',
    mutation: 'orderSetProvisioning',
    input: ({ draft }) => ({
      orderId: draft.orderId,
      values: [{ key: 'adminEmail', value: { deep: ['\u0000'] } }],
    }),
    problems: [{ code: 'INVALID_CHARACTERS', path: at('values', '0', 'value', 'deep', '0') }],
  },
  {
    what: 'a line that is not there',
    mutation: 'orderSetProvisioning',
    input: ({ draft }) => ({ orderId: draft.orderId, lines: [{ lineNumber: 9, values: [] }] }),
    problems: [{ code: 'LINE_NOT_FOUND', path: at('lines', '0', 'lineNumber') }],
  },
  {
    what: 'an outdated version',
    mutation: 'orderSelectItems',
    input: ({ draft }) => ({ orderId: draft.orderId, expectedVersion: 1, items: [] }),
    problems: [{ code: 'VERSION_CONFLICT', path: at('expectedVersion') }],
  },
  {
    what: 'submit with an outdated version',
    mutation: 'orderSubmit',
    input: ({ draft }) => submitInput({ ...draft, version: draft.version - 1 }),
    problems: [{ code: 'VERSION_CONFLICT', path: at('expectedVersion') }],
  },
  {
    what: 'a stage after submission',
    mutation: 'orderSelectItems',
    input: ({ submitted, offers }) => ({
      orderId: submitted,
      items: [{ offerId: offers.base, quantity: '9' }],
    }),
    problems: [{ code: 'ORDER_INVALID_TRANSITION', path: [] }],
  },
  {
    what: 'submit with missing parameters and contacts',
    mutation: 'orderSubmit',
    input: ({ bare }) => submitInput({ orderId: bare, version: 2, termsVersionIds: [] }),
    problems: [
      ...['ADMIN', 'BILLING', 'TECHNICAL'].map((role) => ({
        code: 'CONTACT_ROLE_MISSING',
        path: at('contacts', role),
      })),
      ...['tenantKind', 'tenantDomain', 'adminEmail'].map((one) => ({
        code: 'PARAMETER_REQUIRED',
        path: at('provisioning', 'order', one),
      })),
      ...['CONTACT_DETAILS', 'PROVISIONING'].map((stage) => ({
        code: 'STAGE_INCOMPLETE',
        path: at('stages', stage),
      })),
    ],
  },
  {
    what: 'terms that nobody asked for',
    mutation: 'orderSubmit',
    input: ({ draft }) =>
      submitInput({ ...draft, termsVersionIds: [...draft.termsVersionIds, absent('trv')] }),
    problems: [{ code: 'TERMS_UNKNOWN', path: at('terms', 'acceptedVersionIds', '3') }],
  },
  {
    what: 'a malformed signatory',
    mutation: 'orderSubmit',
    input: ({ draft }) => ({
      ...submitInput(draft),
      terms: {
        acceptedVersionIds: draft.termsVersionIds,
        signatory: { firstName: ' ', lastName: 'Y', email: 'nobody' },
      },
    }),
    problems: [
      { code: 'SIGNATORY_NAME_INVALID', path: at('terms', 'signatory', 'firstName') },
      { code: 'EMAIL_INVALID', path: at('terms', 'signatory', 'email') },
    ],
  },
  {
    what: 'a key that is too long',
    mutation: 'orderSubmit',
    input: ({ draft }) => submitInput(draft, 'k'.repeat(256)),
    problems: [{ code: 'IDEMPOTENCY_KEY_INVALID', path: at('idempotencyKey') }],
  },
  {
    what: 'a reference that is too long',
    mutation: 'orderSetContacts',
    input: ({ draft }) => ({ orderId: draft.orderId, purchaseOrderNumber: 'P'.repeat(81) }),
    problems: [{ code: 'TEXT_TOO_LONG', path: at('purchaseOrderNumber') }],
  },
]

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

  it.each(cases)(
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
      () => ask('query ($id: ID!) { order(id: $id) { id } }', { id: `ord_${loneSurrogate}` }),
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
  })
})
