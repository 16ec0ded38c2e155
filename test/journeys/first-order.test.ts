import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { backends, startApp, type TestApp } from '../support/app.ts'
import { listen, type LiveStream } from '../support/live.ts'
import { approvalOf, customer, key, offerOf, until } from '../support/ordering.ts'
import { fillFourStages, stages, states } from './fill-four-stages.ts'
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

const euros = (amount: string) => ({ amount, currency: 'EUR' })
const types = (updates: Json[], prefix: string): string[] =>
  updates.map(({ type }) => type as string).filter((type) => type.startsWith(prefix))

const orderLive = (after?: string) => ({
  query: `subscription ($id: ID!, $after: ID) { orderStatusChanged(orderId: $id, after: $after) {
    id type order { id status orderNumber version } } }`,
  variables: { id: '', ...(after ? { after } : {}) } as Record<string, unknown>,
})

describe.each(backends())('a first order on %s queues', (backend) => {
  let app: TestApp
  let receiver: WebhookReceiver
  let secret: string
  let sales: ApiClient
  let admin: ApiClient
  let buyer: Json
  let offer: Json
  let second: Json
  let orderId: string
  let draft: Json
  let termsVersionIds: string[]
  let overWs: LiveStream
  let overSse: LiveStream
  let approvalLive: LiveStream
  const orderNumber = `MC-${new Date().getFullYear()}-000001`

  const submitting = () => ({ orderId, expectedVersion: draft.version, idempotencyKey: 'first-order-submit' })
  const stored = () =>
    app.sql(
      'SELECT md5(string_agg(o::text, $2)) AS hash, (SELECT count(*)::int FROM outbox_event) AS events FROM orders o WHERE id = $1',
      [orderId, ','],
    )

  beforeAll(async () => {
    app = await startApp({ backend, env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    receiver = await startReceiver()
  })
  afterAll(async () => {
    for (const stream of [overWs, overSse, approvalLive]) stream?.stop()
    await receiver.close()
    await app.close()
  })

  it('begins with signing in', async () => {
    sales = await app.signedIn('sales@meridian.example')
    admin = await app.signedIn('admin@meridian.example')
    const { viewer } = await sales.ask('{ viewer { email roles organization { name kind } } }')
    expect(viewer).toEqual({
      email: 'sales@meridian.example',
      roles: ['SALES_AGENT'],
      organization: { name: 'Meridian Cloud', kind: 'RESELLER' },
    })
  })

  it('gives integrators a signed webhook endpoint', async () => {
    const created = await admin.done(
      'webhookEndpointCreate',
      { url: `${receiver.url}/hooks`, eventTypes: ['*'], idempotencyKey: key() },
      'secret webhookEndpoint { status eventTypes }',
    )
    expect(created.webhookEndpoint).toEqual({ status: 'ACTIVE', eventTypes: ['*'] })
    secret = created.secret
    expect(secret).toMatch(/^whsec_/)
  })

  it('finds the customer organization and its accounts', async () => {
    buyer = await customer(sales, 'Spreebogen')
    expect(buyer).toMatchObject({ name: 'Spreebogen Games GmbH', canOrder: true })
    expect(buyer.accounts.map(({ name, currency, status }: Json) => [name, currency, status])).toEqual([
      ['Publishing US', 'USD', 'ACTIVE'],
      ['Studio Berlin', 'EUR', 'ACTIVE'],
    ])
    buyer.accounts.reverse()
  })

  it('searches products, with product and invoice information before anything is ordered', async () => {
    offer = await offerOf(sales, '365 business prem')
    second = await offerOf(sales, 'Acrobat Pro', { commitmentTerm: 'P1Y', billingPeriod: 'P1Y' })
    const { offer: read } = await sales.ask(
      `query ($id: ID!, $organizationId: ID!) { offer(id: $id) { name product { name vendor { name } }
        productInformation { features parameters { key required scope } }
        invoiceInformation(quantity: "5", organizationId: $organizationId) { unitPrice { amount currency } lineNet { amount currency }
          firstInvoiceTotal { amount currency } monthlyRecurring { amount currency } totalContractValue { amount currency } } } }`,
      { id: offer.id, organizationId: buyer.id },
    )
    expect(read.product).toEqual({ name: 'Microsoft 365 Business Premium', vendor: { name: 'Microsoft' } })
    expect(read.productInformation.parameters).toEqual(
      ['tenantKind', 'tenantDomain', 'adminEmail'].map((one) => ({
        key: one,
        required: true,
        scope: 'ORDER',
      })),
    )
    expect(read.invoiceInformation).toEqual({
      unitPrice: euros('21.63'),
      lineNet: euros('108.15'),
      firstInvoiceTotal: euros('108.15'),
      monthlyRecurring: euros('108.15'),
      totalContractValue: euros('1297.80'),
    })
    const { orders } = await sales.ask('{ orders(first: 1) { nodes { id } } }')
    expect(orders.nodes).toEqual([])
  })

  it('starts a draft with nothing in it', async () => {
    const { order } = await sales.done(
      'orderStart',
      { organizationId: buyer.id, accountId: buyer.accounts[0].id, idempotencyKey: key() },
      `order { id orderNumber currency ${stages} }`,
    )
    orderId = order.id
    draft = order
    expect(order).toMatchObject({ orderNumber: null, currency: 'EUR', version: 1, status: 'DRAFT' })
    expect(states(order)).toEqual(Array(4).fill('NOT_STARTED'))
  })

  fillFourStages(
    () => ({ sales, orderId, offer, second, buyer, stored }),
    (complete, ids) => {
      draft = complete
      termsVersionIds = ids
    },
  )

  it('is watched over WebSocket and SSE: the state now comes first', async () => {
    const what = { ...orderLive(), variables: { id: orderId } }
    overWs = listen('graphql-ws', sales, what)
    overSse = listen('graphql-sse', sales, what)
    approvalLive = listen('graphql-ws', admin, {
      query: `subscription ($id: ID!) { approvalStatusChanged(orderId: $id) { id type approval { id version status } order { status } } }`,
      variables: { id: orderId },
    })
    for (const stream of [overWs, overSse, approvalLive]) await stream.until((updates) => updates.length > 0)
    for (const stream of [overWs, overSse])
      expect(stream.updates).toEqual([
        {
          id: expect.stringMatching(/^evt_/),
          type: 'snapshot',
          order: { id: orderId, status: 'DRAFT', orderNumber: null, version: draft.version },
        },
      ])
    expect(approvalLive.updates[0]).toMatchObject({
      type: 'snapshot',
      approval: null,
      order: { status: 'DRAFT' },
    })
  })

  it('is submitted and numbered', async () => {
    const input = { ...submitting(), terms: { acceptedVersionIds: termsVersionIds } }
    const fields = 'order { id orderNumber revision status version submittedAt placedAt }'
    const first = await sales.done('orderSubmit', input, fields)
    expect(first.order).toMatchObject({ id: orderId, orderNumber, revision: 1, status: 'PENDING_APPROVAL' })
    expect(await sales.done('orderSubmit', input, fields)).toEqual(first)
  })

  it('keeps evidence of the accepted terms that verifies itself', async () => {
    await app.quiet()
    const rows = await app.sql<{ id: string }>(
      'SELECT id FROM terms_acceptance WHERE order_id = $1 ORDER BY chain_sequence',
      [orderId],
    )
    expect(rows).toHaveLength(3)
    for (const [index, { id }] of rows.entries()) {
      const { termsAcceptance } = await sales.ask(
        `query ($id: ID!) { termsAcceptance(id: $id) { orderId orderRevision chainSequence method signatory { email }
          termsVersion { id } verification { isValid problems { __typename } } } }`,
        { id },
      )
      expect(termsAcceptance).toEqual({
        orderId,
        orderRevision: 1,
        chainSequence: String(index + 1),
        method: 'PARTNER_ATTESTATION',
        signatory: { email: 'ada@customer.example' },
        termsVersion: { id: expect.toBeOneOf(termsVersionIds) },
        verification: { isValid: true, problems: [] },
      })
    }
  })

  it('waits for an approver, who is not its requester', async () => {
    const approval = await approvalOf(admin, orderId)
    const decision = { approvalId: approval.id, expectedVersion: approval.version, idempotencyKey: key() }
    const own = await sales.mutate('approvalApprove', decision, 'approval { id }')
    expect(own.userErrors).toMatchObject([{ code: 'FORBIDDEN' }])
    await approvalLive.until((updates) => updates.some(({ type }) => type === 'approval.requested'))

    const decided = await admin.done(
      'approvalApprove',
      { ...decision, comment: 'Budgeted' },
      'approval { status } order { status orderNumber }',
    )
    expect(decided).toMatchObject({
      approval: { status: 'APPROVED' },
      order: { status: 'APPROVED', orderNumber },
    })
  })

  it('is provisioned, and its subscription runs', async () => {
    const order = await until(sales, orderId, ({ status }) => status === 'FULFILLED')
    expect(order.orderNumber).toBe(orderNumber)
    expect(order.lines).toMatchObject([
      {
        lineNumber: 1,
        status: 'FULFILLED',
        vendorReference: expect.stringMatching(/^SBX-/),
        lineTotal: euros('108.15'),
      },
    ])
    const { cloudSubscriptions } = await sales.ask(
      '{ cloudSubscriptions(first: 5) { nodes { status quantity vendorReference unitPrice { amount currency } order { id } organization { id } item { productName } } } }',
    )
    expect(cloudSubscriptions.nodes).toEqual([
      {
        status: 'ACTIVE',
        quantity: '5',
        vendorReference: order.lines[0].vendorReference,
        unitPrice: euros('21.63'),
        order: { id: orderId },
        organization: { id: buyer.id },
        item: { productName: 'Microsoft 365 Business Premium' },
      },
    ])
  })

  const story = [
    'order.submitted',
    'order.placed',
    'order.pending_approval',
    'order.approved',
    'order.fulfillment_started',
    'order.line_fulfilled',
    'order.fulfilled',
  ]

  it('was told live, every event once and in order, on both transports', async () => {
    for (const stream of [overWs, overSse]) {
      await stream.until(
        (updates) =>
          updates.at(-1)?.type === 'order.fulfilled' || types(updates, 'order.').includes('order.fulfilled'),
      )
      expect(types(stream.updates, 'order.')).toEqual(story)
      expect(new Set(stream.updates.slice(1).map(({ id }) => id as string)).size).toBe(
        stream.updates.length - 1,
      )
    }
    expect(overSse.updates.map(({ id, type }) => ({ id, type }))).toEqual(
      overWs.updates.map(({ id, type }) => ({ id, type })),
    )
    expect(types(approvalLive.updates, 'approval.')).toEqual([
      'approval.requested',
      'approval.step_activated',
      'approval.decision_recorded',
      'approval.completed',
    ])
  })

  it.each(['graphql-ws', 'graphql-sse'] as const)(
    'is resumed over %s behind any event, and loses nothing',
    async (transport) => {
      const all = overWs.updates.slice(1).map(({ id }) => id as string)
      for (const seen of [0, 3, all.length - 2]) {
        const stream = listen(transport, sales, {
          ...orderLive(),
          variables: { id: orderId, after: all[seen] },
        })
        const rest = await stream.until((updates) => updates.length >= all.length - seen - 1)
        stream.stop()
        expect(rest.map(({ id }) => id as string)).toEqual(all.slice(seen + 1))
      }
    },
  )

  it('was told by webhooks, each verified by the public package; order.placed carries the number', async () => {
    await app.quiet()
    const verifier = new Webhook(secret)
    const received = receiver.requests.map(({ path, headers, body }) => {
      expect(path).toBe('/hooks')
      return verifier.verify(body.toString('utf8'), headers as Record<string, string>) as Json
    })
    const ofOrder = received.filter(({ subject }) => subject.id === orderId).map(({ type }) => type as string)
    for (const type of story) expect(ofOrder.filter((one) => one === type)).toEqual([type])
    expect(received.find(({ type }) => type === 'order.placed').data.order).toMatchObject({
      id: orderId,
      orderNumber,
    })
    expect(received.find(({ type }) => type === 'order.submitted').data.order).toMatchObject({
      id: orderId,
      orderNumber: null,
    })
    expect(received.filter(({ type }) => type === 'subscription.activated')).toHaveLength(1)
    const [unheard] = await app.sql(
      "SELECT count(*)::int AS count FROM webhook_message WHERE status <> 'SUCCEEDED'",
    )
    expect(unheard).toEqual({ count: 0 })
    const forged = receiver.requests[0]
    expect(() =>
      verifier.verify(`${forged?.body.toString('utf8')} `, forged?.headers as Record<string, string>),
    ).toThrow()
  })
})
