import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { backends, startApp, type TestApp } from '../support/app.ts'
import {
  approvalOf,
  completeDraft,
  contacts,
  customer,
  key,
  offerOf,
  submit,
  submitInput,
  until,
  type Draft,
} from '../support/ordering.ts'

/** The buyer's first account pays in dollars. */
const dollars = (amount: string) => ({ amount, currency: 'USD' })
const yearly = { commitmentTerm: 'P1Y', billingPeriod: 'P1Y' }

describe.each(backends())('what a customer does after its first order, on %s queues', (backend) => {
  let app: TestApp
  let sales: ApiClient
  let admin: ApiClient
  let desk: ApiClient
  let buyer: Json
  let offer: Json
  let subscriptionId: string
  let addOnId: string
  beforeAll(async () => {
    app = await startApp({ backend, env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    sales = await app.signedIn('sales@meridian.example')
    admin = await app.signedIn('admin@meridian.example')
    desk = await app.signedIn('desk@meridian.example')
    buyer = await customer(sales, 'Spreebogen')
    offer = await offerOf(sales, '365 business prem')
  })
  afterAll(() => app.close())

  async function approve(draft: Draft): Promise<Json> {
    const order = await submit(sales, draft)
    expect(order).toMatchObject({ status: 'PENDING_APPROVAL', orderNumber: expect.stringMatching(/^MC-/) })
    const { id: approvalId, version: expectedVersion } = await approvalOf(admin, draft.orderId)
    const decision = { approvalId, expectedVersion, idempotencyKey: key() }
    await admin.done('approvalApprove', decision, 'approval { status }')
    return order
  }
  const fulfilled = (orderId: string) => until(sales, orderId, ({ status }) => status === 'FULFILLED')

  /** A draft that changes what runs, through the same stages as any other. */
  async function changing(
    type: 'CHANGE' | 'CANCELLATION',
    changes: Json[],
  ): Promise<Draft & { lines: Json[] }> {
    const start = { organizationId: buyer.id, accountId: buyer.accounts[0].id, type, idempotencyKey: key() }
    const { order: started } = await sales.done('orderStart', start, 'order { id }')
    const orderId = started.id as string
    await sales.done('orderSelectItems', { orderId, items: [], changes }, 'order { id }')
    await sales.done('orderSetContacts', { orderId, contacts }, 'order { id }')
    const values = [
      { key: 'tenantKind', value: 'EXISTING' },
      { key: 'tenantDomain', value: 'spreebogen' },
      { key: 'adminEmail', value: 'it@spreebogen.example' },
    ]
    const asks = changes.some(({ action }) => action === 'ADD')
    const { order } = await sales.done(
      'orderSetProvisioning',
      { orderId, values: asks ? values : [] },
      `order { version stages { kind problems { code path } } requiredTerms { id }
        lines { action quantity lineTotal { amount currency } } }`,
    )
    expect((order.stages as Json[]).flatMap(({ problems }) => problems as Json[])).toEqual([])
    const termsVersionIds = (order.requiredTerms as Json[]).map(({ id }) => id as string)
    return { orderId, version: order.version, termsVersionIds, lines: order.lines }
  }
  const running = async (id: string): Promise<Json> => {
    const { cloudSubscription } = await sales.ask(
      `query ($id: ID!) { cloudSubscription(id: $id) { status quantity unitPrice { amount currency } baseSubscriptionId
        cancelledAt cancellationReason history { action quantity status } } }`,
      { id },
    )
    return cloudSubscription
  }
  const eventTypes = async (id: string): Promise<string[]> =>
    (
      await app.sql<{ type: string }>('SELECT type FROM outbox_event WHERE subject_id = $1 ORDER BY id', [id])
    ).map(({ type }) => type)

  it('runs what was ordered first', async () => {
    const draft = await completeDraft(sales, { customer: buyer, offer })
    await approve(draft)
    await fulfilled(draft.orderId)
    const { order } = await sales.ask('query ($id: ID!) { order(id: $id) { cloudSubscriptions { id } } }', {
      id: draft.orderId,
    })
    expect(order.cloudSubscriptions).toHaveLength(1)
    subscriptionId = order.cloudSubscriptions[0].id
    expect(await running(subscriptionId)).toMatchObject({ status: 'ACTIVE', quantity: '5' })
  })

  it('adds an add-on to it by an order of its own', async () => {
    const addOn = await offerOf(sales, 'purview suite business')
    const add = { cloudSubscriptionId: subscriptionId, action: 'ADD', offerId: addOn.id, quantity: '5' }
    const draft = await changing('CHANGE', [add])
    expect(draft.lines).toEqual([{ action: 'ADD', quantity: '5', lineTotal: dollars('52.50') }])
    await approve(draft)
    await fulfilled(draft.orderId)
    const { order } = await sales.ask('query ($id: ID!) { order(id: $id) { cloudSubscriptions { id } } }', {
      id: draft.orderId,
    })
    addOnId = order.cloudSubscriptions[0].id
    expect(await running(addOnId)).toMatchObject({
      status: 'ACTIVE',
      quantity: '5',
      baseSubscriptionId: subscriptionId,
    })
  })

  it('takes three seats more, and is charged for three', async () => {
    const more = { cloudSubscriptionId: subscriptionId, action: 'CHANGE_QUANTITY', quantity: '8' }
    const draft = await changing('CHANGE', [more])
    expect(draft.lines).toEqual([{ action: 'CHANGE_QUANTITY', quantity: '8', lineTotal: dollars('69.30') }])
    await approve(draft)
    await fulfilled(draft.orderId)
    expect(await running(subscriptionId)).toMatchObject({ status: 'ACTIVE', quantity: '8' })
    expect(await eventTypes(subscriptionId)).toEqual(['subscription.activated', 'subscription.changed'])
  })

  it('cancels while the window is open, its add-on with it, and everything that became of it can be read', async () => {
    const end = { action: 'CANCEL', reason: 'Moved away', when: 'NOW' }
    const both = [subscriptionId, addOnId].map((cloudSubscriptionId) => ({ ...end, cloudSubscriptionId }))
    const draft = await changing('CANCELLATION', both)
    await approve(draft)
    await fulfilled(draft.orderId)
    expect(await running(subscriptionId)).toMatchObject({
      status: 'CANCELLED',
      cancellationReason: 'Moved away',
      cancelledAt: expect.any(String),
      history: [
        { action: 'ADD', quantity: '5', status: 'FULFILLED' },
        { action: 'CHANGE_QUANTITY', quantity: '8', status: 'FULFILLED' },
        { action: 'CANCEL', quantity: '8', status: 'FULFILLED' },
      ],
    })
    expect((await eventTypes(subscriptionId)).at(-1)).toBe('subscription.cancelled')
    expect(await running(addOnId)).toMatchObject({ status: 'CANCELLED' })
  })

  it('gets what the vendor could deliver, and the rest when the order desk tries again', async () => {
    const server = await offerOf(sales, 'sql server standard', yearly)
    const { orderId } = await completeDraft(sales, { customer: buyer, offer })
    const items = [
      { offerId: offer.id, quantity: '5' },
      { offerId: server.id, quantity: '2' },
    ]
    await sales.done('orderSelectItems', { orderId, items }, 'order { id }')
    const email = [{ key: 'licenseContactEmail', value: 'fail-once@spreebogen.example' }]
    const { order: saved } = await sales.done(
      'orderSetProvisioning',
      { orderId, lines: [{ lineNumber: 2, values: email }] },
      'order { version requiredTerms { id } }',
    )
    const termsVersionIds = (saved.requiredTerms as Json[]).map(({ id }) => id as string)
    await approve({ orderId, version: saved.version, termsVersionIds })
    const partly = await until(sales, orderId, ({ status }) => status === 'PARTIALLY_FULFILLED')
    expect((partly.lines as Json[]).map(({ status }) => status as string)).toEqual(['FULFILLED', 'FAILED'])

    await desk.done('orderRetry', { orderId, idempotencyKey: key() }, 'order { status }')
    const whole = await fulfilled(orderId)
    expect((whole.lines as Json[]).map(({ status }) => status as string)).toEqual(['FULFILLED', 'FULFILLED'])
    await app.quiet()
    expect((await eventTypes(orderId)).filter((type) => type === 'order.line_fulfilled')).toHaveLength(2)
  })

  it('accepts the terms again when they have changed, having seen what is new', async () => {
    const draft = await completeDraft(sales, { customer: buyer, offer })
    const { termsDocuments } = await admin.ask(
      '{ termsDocuments(first: 20) { nodes { id key currentVersion { id body locale } } } }',
    )
    const document = (termsDocuments.nodes as Json[]).find(
      ({ key: name }) => name === 'reseller-general-terms',
    )
    const inForce: Json = document?.currentVersion
    const published = await admin.done(
      'termsVersionPublish',
      {
        documentId: document?.id,
        version: '2027.1',
        locale: inForce.locale,
        body: `${(inForce.body as string).trimEnd()}\nNotice is given in writing.\n`,
        idempotencyKey: key(),
      },
      'termsVersion { id }',
    )
    const next = published.termsVersion.id as string
    const { order } = await sales.ask(
      `query ($id: ID!) { order(id: $id) { requiredTermsChanges { termsVersion { id } acceptedVersion { id } lines { kind text } } } }`,
      { id: draft.orderId },
    )
    const change = (order.requiredTermsChanges as Json[]).find(({ termsVersion }) => termsVersion.id === next)
    expect(change?.acceptedVersion.id).toBe(inForce.id)
    const lines: Json[] = change?.lines ?? []
    expect(lines.filter(({ kind }) => kind !== 'SAME')).toEqual([
      { kind: 'ADDED', text: 'Notice is given in writing.' },
    ])
    const { termsReacceptances } = await admin.ask(
      '{ termsReacceptances(first: 20) { nodes { organizationId acceptedVersionId currentVersionId } } }',
    )
    expect(termsReacceptances.nodes).toContainEqual({
      organizationId: buyer.id,
      acceptedVersionId: inForce.id,
      currentVersionId: next,
    })

    const before = await app.sql('SELECT md5(o::text) AS hash FROM orders o WHERE id = $1', [draft.orderId])
    const refused = await sales.mutate('orderSubmit', submitInput(draft), 'order { id }')
    expect(refused.userErrors).toMatchObject([
      {
        code: 'TERMS_OUTDATED',
        path: ['terms', 'acceptedVersionIds', String(draft.termsVersionIds.indexOf(inForce.id))],
      },
    ])
    expect(await app.sql('SELECT md5(o::text) AS hash FROM orders o WHERE id = $1', [draft.orderId])).toEqual(
      before,
    )
    const termsVersionIds = draft.termsVersionIds.map((id) => (id === inForce.id ? next : id))
    await approve({ ...draft, termsVersionIds })
    const { termsReacceptances: left } = await admin.ask(
      '{ termsReacceptances(first: 20) { nodes { organizationId } } }',
    )
    expect(left.nodes).not.toContainEqual({ organizationId: buyer.id })
  })
})
