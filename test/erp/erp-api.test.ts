import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { startFakeTryton, type FakeTryton } from '../support/fake-tryton.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit } from '../support/ordering.ts'

const pushFields = `id status operation revision attempts problems { code message path } nextAttemptAt
  externalId externalNumber externalState pushedRevision pushedAt order { orderNumber } connection { name }`

describe('orders into an ERP over the API', { timeout: 120_000 }, () => {
  let app: TestApp
  let erp: FakeTryton
  let admin: ApiClient
  let sales: ApiClient
  let buyer: Json
  let offer: Json
  let connectionId: string
  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    erp = await startFakeTryton()
    admin = await app.signedIn('admin@meridian.example')
    sales = await app.signedIn('sales@meridian.example')
    buyer = await customer(sales, 'Spreebogen')
    offer = await offerOf(sales, '365 business prem')
    const made = await admin.done(
      'erpConnectionCreate',
      {
        kind: 'TRYTON',
        name: 'Tryton',
        url: erp.url,
        database: 'erp',
        username: erp.user,
        password: erp.password,
        idempotencyKey: key(),
      },
      'erpConnection { id pushFrom status version }',
    )
    expect(made.erpConnection).toMatchObject({ pushFrom: 'APPROVED', status: 'ACTIVE', version: 1 })
    connectionId = made.erpConnection.id
  })
  afterAll(async () => {
    await app.close()
    await erp.close()
  })

  async function approve(): Promise<{ orderId: string; orderNumber: string }> {
    const draft = await completeDraft(sales, { customer: buyer, offer })
    const { orderNumber } = await submit(sales, draft)
    const { id: approvalId, version: expectedVersion } = await approvalOf(admin, draft.orderId)
    const decision = { approvalId, expectedVersion, idempotencyKey: key() }
    await admin.done('approvalApprove', decision, 'approval { id }')
    return { orderId: draft.orderId, orderNumber }
  }
  async function pushOf(orderId: string, wanted: string): Promise<Json> {
    let pushes: Json[] = []
    for (let tries = 0; tries < 1200; tries++) {
      const where = { orderId, connectionId }
      const { erpPushes } = await admin.ask(
        `query ($where: ErpPushesWhere) { erpPushes(first: 10, where: $where) { nodes { ${pushFields} } } }`,
        { where },
      )
      pushes = erpPushes.nodes
      if (pushes[0]?.status === wanted) return pushes[0]
      await sleep(50)
    }
    throw new Error(`The push did not get to ${wanted}: ${JSON.stringify(pushes)}`)
  }

  it('an approval pushes; what is missing is said, set and pushed again', async () => {
    const { orderId, orderNumber } = await approve()
    const refused = await pushOf(orderId, 'REFUSED')
    expect(refused.problems.map(({ code }: Json) => code)).toEqual([
      'ERP_CUSTOMER_UNKNOWN',
      'ERP_ITEM_UNKNOWN',
      'ERP_TAX_UNKNOWN',
    ])
    const missing = (refused.problems as Json[]).map(({ message }) => /"(.+?)"/.exec(message)?.[1])
    erp.know({ party: 'K-1', product: 'P-1', tax: 'VAT' })
    const entries = ['CUSTOMER', 'ITEM', 'TAX'].map((kind, at) => ({
      kind,
      key: missing[at],
      externalKey: ['K-1', 'P-1', 'VAT'][at],
    }))
    await admin.done('erpCrosswalkSet', { connectionId, entries }, 'erpConnection { id }')
    const listed = await admin.ask(
      'query ($id: ID!) { erpCrosswalks(connectionId: $id, kind: ITEM, first: 5) { nodes { kind key externalKey } } }',
      { id: connectionId },
    )
    expect(listed.erpCrosswalks.nodes).toEqual([{ kind: 'ITEM', key: missing[1], externalKey: 'P-1' }])

    const retried = await admin.done('erpPushRetry', { pushIds: [refused.id] }, 'erpPushes { id status }')
    expect(retried.erpPushes).toEqual([{ id: refused.id, status: 'PENDING' }])
    expect(await pushOf(orderId, 'PUSHED')).toMatchObject({
      operation: 'WRITE',
      revision: 1,
      problems: [],
      nextAttemptAt: null,
      externalNumber: 'S1',
      externalState: 'CONFIRMED',
      pushedRevision: 1,
      order: { orderNumber },
      connection: { name: 'Tryton' },
    })
    expect(erp.sales).toMatchObject([{ reference: orderNumber, state: 'confirmed' }])
  })

  it('a time-out after the sale was made, then a retry: one sale', async () => {
    const before = erp.sales.length
    erp.mishaps.set('model.sale.sale.create', 'LOST')
    const { orderId, orderNumber } = await approve()
    const failed = await pushOf(orderId, 'FAILED')
    expect(failed).toMatchObject({ attempts: 1, problems: [{ code: 'ERP_UNREACHABLE' }] })
    expect(erp.sales).toHaveLength(before + 1)
    await admin.done('erpPushRetry', { pushIds: [failed.id] }, 'erpPushes { id }')
    await pushOf(orderId, 'PUSHED')
    expect(erp.sales.filter(({ reference }) => reference === orderNumber)).toMatchObject([
      { state: 'confirmed' },
    ])
    expect(erp.sales).toHaveLength(before + 1)
  })

  it('an order shows its pushes to who may see them; nobody else sees any, and no password comes back', async () => {
    const { orderId } = await approve()
    const push = await pushOf(orderId, 'PUSHED')
    const ofOrder = async (client: ApiClient) =>
      (await client.ask('query ($id: ID!) { order(id: $id) { erpPushes { id } } }', { id: orderId })).order
    expect(await ofOrder(admin)).toEqual({ erpPushes: [{ id: push.id }] })
    expect(await ofOrder(sales)).toEqual({ erpPushes: null })

    const stranger = await app.signedIn('admin@harbor.example')
    const seen = await stranger.ask(
      `query ($push: ID!, $id: ID!) { erpConnections { id } erpPushes(first: 10) { nodes { id } } erpPush(id: $push) { id }
        erpConnection(id: $id) { id } node(id: $id) { id } }`,
      { push: push.id, id: connectionId },
    )
    expect(seen).toEqual({
      erpConnections: [],
      erpPushes: { nodes: [] },
      erpPush: null,
      erpConnection: null,
      node: null,
    })
    const crosswalks = await stranger.request(
      'query ($id: ID!) { erpCrosswalks(connectionId: $id) { nodes { key } } }',
      { id: connectionId },
    )
    expect(crosswalks.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' }, path: ['erpCrosswalks'] }])
    const { userErrors } = await stranger.mutate('erpPushRetry', { pushIds: [push.id] }, 'erpPushes { id }')
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['pushIds', '0'] }])

    const rows = await app.sql<{ all: string }>(
      `SELECT t::text AS all FROM outbox_event t UNION ALL SELECT t::text FROM audit_entry t
       UNION ALL SELECT t::text FROM erp_connection t UNION ALL SELECT t::text FROM idempotency_key t`,
    )
    expect(rows.filter(({ all }) => all.includes(erp.password))).toEqual([])
  })

  it('a test of the connection is answered', async () => {
    const { erpConnection } = await admin.done(
      'erpConnectionTest',
      { connectionId },
      'erpConnection { testStatus }',
    )
    expect(erpConnection).toEqual({ testStatus: 'PENDING' })
    const tested = async () =>
      (
        await admin.ask('query ($id: ID!) { erpConnection(id: $id) { testStatus testMessage testedAt } }', {
          id: connectionId,
        })
      ).erpConnection
    for (let tries = 0; tries < 200 && (await tested()).testStatus === 'PENDING'; tries++) await sleep(50)
    expect(await tested()).toMatchObject({ testStatus: 'PASSED', testMessage: null })
  })
})
