import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { backends, startApp, type TestApp } from '../support/app.ts'
import {
  approvalOf,
  completeDraft,
  customer,
  key,
  offerOf,
  orderFields,
  submit,
  submitInput,
  until,
  type Draft,
} from '../support/ordering.ts'

const day = 86_400_000

describe.each(backends())('an order that does not go straight on, on %s queues', (backend) => {
  let app: TestApp
  let sales: ApiClient
  let admin: ApiClient
  let desk: ApiClient
  let buyer: Json
  let offer: Json
  let ahead = 0
  let numbers = 0
  const clock = { now: () => new Date(Date.now() + ahead) }
  const nextNumber = () => `MC-${new Date().getFullYear()}-${String((numbers += 1)).padStart(6, '0')}`

  const signIn = async () => {
    sales = await app.signedIn('sales@meridian.example')
    admin = await app.signedIn('admin@meridian.example')
    desk = await app.signedIn('desk@meridian.example')
  }
  beforeAll(async () => {
    app = await startApp({ backend, clock, env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    await signIn()
    buyer = await customer(sales, 'Spreebogen')
    offer = await offerOf(sales, '365 business prem')
  })
  afterAll(() => app.close())

  const draft = () => completeDraft(sales, { customer: buyer, offer })
  const answer = (orderId: string, adminEmail: string) =>
    sales.done(
      'orderSetProvisioning',
      { orderId, values: [{ key: 'adminEmail', value: adminEmail }] },
      'order { version }',
    )

  async function pending(adminEmail?: string): Promise<{ wanted: Draft; order: Json; approval: Json }> {
    const wanted = await draft()
    if (adminEmail) wanted.version = (await answer(wanted.orderId, adminEmail)).order.version
    const order = await submit(sales, wanted)
    expect(order).toMatchObject({ orderNumber: nextNumber(), status: 'PENDING_APPROVAL' })
    return { wanted, order, approval: await approvalOf(admin, wanted.orderId) }
  }

  const decide = (name: string, approval: Json, more: Json = {}) =>
    admin.mutate(
      name,
      { approvalId: approval.id, expectedVersion: approval.version, idempotencyKey: key(), ...more },
      `approval { status } order { ${orderFields} }`,
    )
  const codes = (payload: Json) => payload.userErrors.map(({ code, path }: Json) => ({ code, path }))
  const events = async (orderId: string, type: string) =>
    (await app.sql('SELECT id FROM outbox_event WHERE subject_id = $1 AND type = $2', [orderId, type])).length
  const stored = async (orderId: string) => {
    const [row] = await app.sql<{ hash: string }>('SELECT md5(o::text) AS hash FROM orders o WHERE id = $1', [
      orderId,
    ])
    return row?.hash
  }

  it('is rejected for a reason, for good, and can be cloned', async () => {
    const { wanted, order, approval } = await pending()
    const before = await stored(wanted.orderId)
    expect(codes(await decide('approvalReject', approval))).toEqual([
      { code: 'COMMENT_REQUIRED', path: ['comment'] },
    ])
    expect(await stored(wanted.orderId)).toBe(before)

    const rejected = await decide('approvalReject', approval, { comment: 'Not in the budget' })
    expect(rejected).toMatchObject({
      userErrors: [],
      approval: { status: 'REJECTED' },
      order: { status: 'REJECTED', statusReason: 'Not in the budget', orderNumber: order.orderNumber },
    })
    const again = await sales.mutate(
      'orderSubmitForApproval',
      {
        orderId: wanted.orderId,
        idempotencyKey: key(),
        terms: { acceptedVersionIds: wanted.termsVersionIds },
      },
      'order { id }',
    )
    expect(codes(again)).toEqual([{ code: 'ORDER_INVALID_TRANSITION', path: [] }])
    const { order: copy } = await sales.done(
      'orderClone',
      { orderId: wanted.orderId, idempotencyKey: key() },
      'order { status orderNumber clonedFrom lines { quantity } }',
    )
    expect(copy).toEqual({
      status: 'DRAFT',
      orderNumber: null,
      clonedFrom: wanted.orderId,
      lines: [{ quantity: '5' }],
    })
  })

  it('is returned, edited and sent again under the same number, with the terms accepted again', async () => {
    const { wanted, order, approval } = await pending()
    const { orderId } = wanted
    const returned = await decide('approvalRequestChanges', approval, {
      comment: 'Take seven',
      stage: 'SELECT_ITEMS',
    })
    expect(returned).toMatchObject({
      userErrors: [],
      approval: { status: 'CHANGES_REQUESTED' },
      order: { status: 'CHANGES_REQUESTED' },
    })

    await sales.done(
      'orderSelectItems',
      { orderId, items: [{ offerId: offer.id, quantity: '7' }] },
      'order { id }',
    )
    const resubmit = (expectedVersion: number, acceptedVersionIds: string[]) =>
      sales.mutate(
        'orderSubmitForApproval',
        { orderId, expectedVersion, idempotencyKey: key(), terms: { acceptedVersionIds } },
        `order { ${orderFields} }`,
      )
    const { version } = (await answer(orderId, 'it@spreebogen.example')).order
    const before = await stored(orderId)
    const refused = await resubmit(version, [])
    expect(codes(refused)).toEqual(
      wanted.termsVersionIds.map(() => ({
        code: 'TERMS_NOT_ACCEPTED',
        path: ['terms', 'acceptedVersionIds'],
      })),
    )
    expect(await stored(orderId)).toBe(before)

    const sent = await resubmit(version, wanted.termsVersionIds)
    expect(sent.userErrors).toEqual([])
    expect(sent.order).toMatchObject({
      orderNumber: order.orderNumber,
      revision: 2,
      lines: [{ quantity: '7' }],
    })
    const second = await approvalOf(admin, orderId)
    expect(second.id).not.toBe(approval.id)
    expect((await decide('approvalApprove', second)).order).toMatchObject({ status: 'APPROVED', revision: 2 })
    const fulfilled = await until(sales, orderId, ({ status }) => status === 'FULFILLED')
    expect(fulfilled).toMatchObject({ orderNumber: order.orderNumber, revision: 2 })
    await app.quiet()
    const evidence = await app.sql(
      'SELECT order_revision, count(*)::int, bool_and(sealed_at IS NOT NULL) AS sealed FROM terms_acceptance WHERE order_id = $1 GROUP BY 1 ORDER BY 1',
      [orderId],
    )
    expect(evidence).toEqual([1, 2].map((order_revision) => ({ order_revision, count: 3, sealed: true })))
    expect([await events(orderId, 'order.placed'), await events(orderId, 'order.resubmitted')]).toEqual([
      1, 1,
    ])
  })

  it('is withdrawn by its requester, and then cancelled; the number stays', async () => {
    const { wanted, order, approval } = await pending()
    const { orderId } = wanted
    const withdrawn = await sales.done(
      'orderWithdraw',
      { orderId, expectedVersion: order.version, reason: 'Wrong seat count' },
      `order { ${orderFields} }`,
    )
    expect(withdrawn.order).toMatchObject({ status: 'CHANGES_REQUESTED', orderNumber: order.orderNumber })
    expect(codes(await decide('approvalApprove', approval))).toMatchObject([{ code: 'VERSION_CONFLICT' }])
    const { approval: ended } = await admin.ask('query ($id: ID!) { approval(id: $id) { status version } }', {
      id: approval.id,
    })
    expect(ended.status).toBe('WITHDRAWN')

    const silent = await sales.mutate('orderCancel', { orderId }, 'order { id }')
    expect(codes(silent)).toEqual([{ code: 'REASON_REQUIRED', path: ['reason'] }])
    const cancelled = await sales.done(
      'orderCancel',
      { orderId, reason: 'Not needed' },
      `order { ${orderFields} }`,
    )
    expect(cancelled.order).toMatchObject({
      status: 'CANCELLED',
      statusReason: 'Not needed',
      orderNumber: order.orderNumber,
      lines: [{ status: 'CANCELLED' }],
      allowedActions: ['CLONE'],
    })
    expect(await events(orderId, 'order.cancelled')).toBe(1)
  })

  it('is discarded as a draft without a reason and without a number', async () => {
    const { orderId } = await draft()
    const { order } = await sales.done('orderCancel', { orderId }, 'order { status orderNumber }')
    expect(order).toEqual({ status: 'CANCELLED', orderNumber: null })
  })

  it('fails at the vendor, and says so', async () => {
    const { wanted, approval } = await pending('fail-validation@customer.example')
    expect((await decide('approvalApprove', approval)).userErrors).toEqual([])
    await until(sales, wanted.orderId, ({ status }) => status === 'FULFILLMENT_FAILED')
    const { order } = await sales.ask(
      'query ($id: ID!) { order(id: $id) { lines { status failure { code category retryable } } cloudSubscriptions { id } } }',
      { id: wanted.orderId },
    )
    expect(order).toEqual({
      lines: [
        { status: 'FAILED', failure: { code: 'TENANT_REJECTED', category: 'VALIDATION', retryable: false } },
      ],
      cloudSubscriptions: [],
    })
    const retried = await desk.mutate(
      'orderRetry',
      { orderId: wanted.orderId, idempotencyKey: key() },
      'order { id }',
    )
    expect(codes(retried)).toEqual([{ code: 'LINE_NOT_RETRYABLE', path: ['reason'] }])
  })

  it('is delivered by hand while the vendor does not answer, and the late answer changes nothing', async () => {
    const { wanted, approval } = await pending('timeout@customer.example')
    const { orderId } = wanted
    expect((await decide('approvalApprove', approval)).userErrors).toEqual([])
    await until(sales, orderId, ({ lines }) => lines[0].status === 'IN_PROGRESS')
    const byHand = { orderId, lineNumber: 1, vendorReference: 'PORTAL-77', idempotencyKey: key() }
    const refused = await sales.mutate('orderLineFulfil', byHand, 'order { id }')
    expect(refused.userErrors).toMatchObject([{ code: 'FORBIDDEN' }])
    const done = await desk.done(
      'orderLineFulfil',
      byHand,
      `order { ${orderFields} cloudSubscriptions { status vendorReference } }`,
    )
    expect(done.order).toMatchObject({
      status: 'FULFILLED',
      lines: [{ status: 'FULFILLED', vendorReference: 'PORTAL-77' }],
      cloudSubscriptions: [{ status: 'ACTIVE', vendorReference: 'PORTAL-77' }],
    })
    await app.quiet()
    expect(await events(orderId, 'order.line_fulfilled')).toBe(1)
  })

  it('is tried again by the order desk after a fault of the vendor', async () => {
    const { wanted, approval } = await pending('fail-once@customer.example')
    const { orderId } = wanted
    expect((await decide('approvalApprove', approval)).userErrors).toEqual([])
    const settled = ({ status }: Json) => ['FULFILLMENT_FAILED', 'FULFILLED'].includes(status)
    const order = await until(sales, orderId, settled)
    if (order.status === 'FULFILLMENT_FAILED')
      await desk.done('orderRetry', { orderId, idempotencyKey: key() }, 'order { status }')
    expect(await until(sales, orderId, ({ status }) => status === 'FULFILLED')).toMatchObject({
      lines: [{ status: 'FULFILLED' }],
    })
  })

  it('waits for information, gets it, and goes on', async () => {
    const { wanted, approval } = await pending('needs-info@customer.example')
    const { orderId } = wanted
    expect((await decide('approvalApprove', approval)).userErrors).toEqual([])
    await until(sales, orderId, ({ status }) => status === 'AWAITING_INFORMATION')
    const { order } = await sales.ask(
      'query ($id: ID!) { order(id: $id) { lines { informationRequest { items { key } } } } }',
      { id: orderId },
    )
    expect(order.lines).toEqual([{ informationRequest: { items: [{ key: 'adminEmail' }] } }])
    await sales.done(
      'orderProvideInformation',
      { orderId, values: [{ key: 'adminEmail', value: 'it@spreebogen.example' }] },
      'order { status }',
    )
    const fulfilled = await until(sales, orderId, ({ status }) => status === 'FULFILLED')
    expect(fulfilled.lines).toMatchObject([{ status: 'FULFILLED' }])
  })

  it('is not submitted at a price that has expired; selecting again renews it', async () => {
    const wanted = await draft()
    const { orderId } = wanted
    const priced =
      'query ($id: ID!) { order(id: $id) { priceValidUntil version stages { kind state problems { code path } } } }'
    const held = Date.parse((await sales.ask(priced, { id: orderId })).order.priceValidUntil)
    ahead = held - Date.now() + day
    await signIn()
    const before = await stored(orderId)
    const refused = await sales.mutate('orderSubmit', submitInput(wanted), 'order { id }')
    expect(codes(refused)).toContainEqual({ code: 'PRICE_EXPIRED', path: ['items', '1', 'price'] })
    expect(await stored(orderId)).toBe(before)
    const { order } = await sales.ask(priced, { id: orderId })
    expect(order.stages[0]).toEqual({
      kind: 'SELECT_ITEMS',
      state: 'STALE',
      problems: [{ code: 'PRICE_EXPIRED', path: ['items', '1', 'price'] }],
    })

    const renewed = await sales.done(
      'orderSelectItems',
      { orderId, items: [{ offerId: offer.id, quantity: '5' }] },
      'order { version priceValidUntil stages { kind state } }',
    )
    expect(renewed.order.stages.map(({ state }: Json) => state as string)).toEqual(Array(4).fill('COMPLETE'))
    expect(Date.parse(renewed.order.priceValidUntil)).toBeGreaterThan(held + 14 * day)
    wanted.version = renewed.order.version
    const order2 = await submit(sales, wanted)
    expect(order2.orderNumber).toMatch(/^MC-\d{4}-\d{6}$/)
  })
})
