import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { changePolicies } from '../support/change-policies.ts'
import { completeDraft, customer, key, offerOf, submit } from '../support/ordering.ts'

const node = 'query ($id: ID!) { node(id: $id) { __typename id } }'
const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }'

/** Which type an id's prefix tells, the table that holds it, and whether other resellers see it too. */
const kinds = [
  { prefix: 'acc', type: 'Account', table: 'account', shared: false },
  { prefix: 'act', type: 'Activity', table: 'activity', shared: false },
  { prefix: 'apg', type: 'ApproverGroup', table: 'approver_group', shared: false },
  { prefix: 'app', type: 'ApprovalPolicy', table: 'approval_policy', shared: false },
  { prefix: 'apr', type: 'ApprovalRequest', table: 'approval_request', shared: false },
  { prefix: 'cat', type: 'Category', table: 'category', shared: true },
  { prefix: 'epc', type: 'ErpConnection', table: 'erp_connection', shared: false },
  { prefix: 'epu', type: 'ErpPush', table: 'erp_push', shared: false },
  { prefix: 'evt', type: 'Event', table: 'outbox_event', shared: false },
  { prefix: 'key', type: 'ApiKey', table: 'api_key', shared: false },
  { prefix: 'off', type: 'Offer', table: 'offer', shared: true },
  { prefix: 'ord', type: 'Order', table: 'orders', shared: false },
  { prefix: 'org', type: 'Organization', table: 'organization', shared: false },
  { prefix: 'pls', type: 'PriceList', table: 'price_list', shared: false },
  { prefix: 'prd', type: 'Product', table: 'product', shared: true },
  { prefix: 'prm', type: 'Promotion', table: 'promotion', shared: false },
  { prefix: 'sub', type: 'CloudSubscription', table: 'cloud_subscription', shared: false },
  { prefix: 'tac', type: 'TermsAcceptance', table: 'terms_acceptance', shared: false },
  { prefix: 'trm', type: 'TermsDocument', table: 'terms_document', shared: false },
  { prefix: 'trv', type: 'TermsVersion', table: 'terms_version', shared: false },
  { prefix: 'usr', type: 'User', table: 'app_user', shared: false },
  { prefix: 'ven', type: 'Vendor', table: 'vendor', shared: true },
  { prefix: 'whe', type: 'WebhookEndpoint', table: 'webhook_endpoint', shared: false },
  { prefix: 'whm', type: 'WebhookMessage', table: 'webhook_message', shared: false },
]

describe('node', () => {
  let app: TestApp
  let admin: ApiClient
  let sales: ApiClient
  let stranger: ApiClient
  const idOf: Record<string, string> = {}

  async function makeOneOfEach(): Promise<void> {
    const buyer = await customer(sales, 'Spreebogen')
    const draft = await completeDraft(sales, {
      customer: buyer,
      offer: await offerOf(sales, '365 business prem'),
    })
    const made = await admin.done(
      'webhookEndpointCreate',
      { url: 'http://127.0.0.1:9/hook', eventTypes: ['ping'], idempotencyKey: key() },
      'webhookEndpoint { id }',
    )
    await admin.done(
      'webhookEndpointDisable',
      { endpointId: made.webhookEndpoint.id },
      'webhookEndpoint { id }',
    )
    await admin.done(
      'erpConnectionCreate',
      {
        kind: 'TRYTON',
        name: 'ERP',
        url: 'http://127.0.0.1:9',
        database: 'erp',
        username: 'erp',
        password: 'erp',
        idempotencyKey: key(),
      },
      'erpConnection { id }',
    )
    await admin.mutate(
      'webhookEndpointTest',
      { endpointId: made.webhookEndpoint.id },
      'webhookMessage { id }',
    )
    await admin.done(
      'promotionCreate',
      { code: 'NODE', name: 'Node', percentOff: '5', components: ['RECURRING'], idempotencyKey: key() },
      'promotion { id }',
    )
    await admin.done(
      'apiKeyCreate',
      { name: 'ERP', scopes: ['ORDER_READ'], idempotencyKey: key() },
      'apiKey { id }',
    )
    await changePolicies(admin)
    const { viewer } = await sales.ask('{ viewer { id } }')
    await admin.done('usersActivate', { userIds: [viewer.id], idempotencyKey: key() }, 'activity { id }')
    await submit(sales, draft)
    await app.quiet()
  }

  async function approveTheOrder(): Promise<void> {
    const { approvals } = await admin.ask('{ approvals { nodes { id version } } }')
    const [{ id, version }] = approvals.nodes
    const input = { approvalId: id, expectedVersion: version, idempotencyKey: key() }
    await admin.done('approvalApprove', input, 'approval { id }')
    await app.quiet()
  }

  beforeAll(async () => {
    app = await startApp()
    admin = await app.signedIn('admin@meridian.example')
    sales = await app.signedIn('sales@meridian.example')
    stranger = await app.signedIn('admin@harbor.example')
    await makeOneOfEach()
    await approveTheOrder()
    const { viewer } = await admin.ask('{ viewer { organization { id } } }')
    for (const { prefix, table, shared } of kinds) {
      const mine = shared ? 'true' : `seller_id = '${viewer.organization.id}'`
      const event = table === 'outbox_event' ? `AND type = 'order.placed'` : ''
      const sql = `SELECT id FROM ${table} WHERE ${mine} ${event} ORDER BY id DESC LIMIT 1`
      idOf[prefix] = (await app.sql<{ id: string }>(sql))[0]?.id ?? ''
    }
  })
  afterAll(() => app.close())

  it('knows every type that says it is a Node', async () => {
    const { __type } = await admin.ask('{ __type(name: "Node") { possibleTypes { name } } }')

    expect(__type.possibleTypes.map(({ name }: { name: string }) => name).toSorted()).toEqual(
      kinds.map(({ type }) => type).toSorted(),
    )
  })

  it.each(kinds)(
    'finds $type by $prefix, and only for those who may see it',
    async ({ prefix, type, shared }) => {
      const id = idOf[prefix] ?? ''
      const found = { node: { __typename: type, id } }

      expect(id).toMatch(new RegExp(`^${prefix}_`))
      expect(await admin.ask(node, { id })).toEqual(found)
      expect(await stranger.ask(node, { id })).toEqual(shared ? found : { node: null })
      expect(await admin.ask(node, { id: `${prefix}_00000000000000000000000000` })).toEqual({ node: null })
    },
  )

  it('hides from a sales agent what its role does not read', async () => {
    for (const prefix of ['epc', 'epu', 'evt', 'key', 'whe', 'whm'])
      expect(await sales.ask(node, { id: idOf[prefix] })).toEqual({ node: null })
  })

  it.each([
    '',
    'ord',
    'ord_',
    '_',
    'xyz_1',
    'toString_1',
    'ses_1',
    "ord_'; --",
    'ord_\u0000',
    `ord_${'1'.repeat(500)}`,
  ])('answers null for the malformed id %j', async (id) => {
    expect(await admin.ask(node, { id })).toEqual({ node: null })
  })

  it('asks the anonymous to sign in, whatever the id', async () => {
    for (const id of [idOf['ord'], idOf['prd'], 'ord_missing', 'nonsense']) {
      const { data, errors } = await app.anonymous().request(node, { id })
      expect(data).toEqual({ node: null })
      expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['UNAUTHENTICATED'])
    }
  })

  it('nodes answers in the order of the ids, with null where node would', async () => {
    const ids = [idOf['ord'], 'nonsense', idOf['prd'], idOf['ord']]

    expect(await sales.ask(nodes, { ids })).toEqual({
      nodes: [
        { __typename: 'Order', id: idOf['ord'] },
        null,
        { __typename: 'Product', id: idOf['prd'] },
        { __typename: 'Order', id: idOf['ord'] },
      ],
    })
    expect(await sales.ask(nodes, { ids: [] })).toEqual({ nodes: [] })
  })

  it('nodes takes one hundred ids and refuses more', async () => {
    const ids = Array.from({ length: 100 }, () => idOf['ord'])
    expect((await sales.ask(nodes, { ids })).nodes).toHaveLength(100)

    const { errors } = await sales.request(nodes, { ids: [...ids, idOf['ord']] })
    expect(errors?.map(({ extensions }) => extensions['problems'])).toEqual([
      [{ code: 'TOO_MANY', message: 'Ask for at most 100 ids.', path: ['ids'] }],
    ])
  })
})

describe('nodes', () => {
  let app: TestApp
  beforeAll(async () => void (app = await startApp({ env: { ROLE: 'api' } })))
  afterAll(() => app.close())

  it('costs the same number of statements for two orders and for six', async () => {
    const client = await app.signedIn('sales@meridian.example')
    const buyer = await customer(client, 'Spreebogen')
    const ids: string[] = []
    for (let n = 0; n < 6; n++) {
      const input = { organizationId: buyer.id, accountId: buyer.accounts[0].id, idempotencyKey: key() }
      ids.push((await client.done('orderStart', input, 'order { id }')).order.id)
    }
    const query =
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Order { status lines { lineNumber } } } }'
    const costOf = async (some: string[]) => {
      const before = app.statements.length
      expect((await client.ask(query, { ids: some })).nodes.map(({ id }: { id: string }) => id)).toEqual(some)
      return app.statements.length - before
    }
    await costOf(ids)

    expect(await costOf(ids)).toBe(await costOf(ids.slice(0, 2)))
  })
})
