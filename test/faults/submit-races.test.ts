import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forkFor } from '../../src/access/fork-for.ts'
import type { Ctx } from '../../src/access/ctx.ts'
import { authenticate } from '../../src/identity/authenticate.ts'
import { moveOrder } from '../../src/orders/move-order.ts'
import { Order } from '../../src/orders/order.entity.ts'
import { transact } from '../../src/platform/transact.ts'
import type { ApiClient, Json } from '../support/api-client.ts'
import { backends, startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, key, offerOf, submitInput, type Draft } from '../support/ordering.ts'

const calls = 100

/** What a submit answers: it waits until the workers have numbered and routed the order, so it holds for a while. */
const answered = `order { id orderNumber version status revision submittedAt placedAt currency type
  lines { id lineNumber quantity unitPrice { amount currency } lineTotal { amount currency } }
  requiredTerms { id } }`

/** Rows and events that a submit leaves behind, counted over all tenants. */
async function traces(app: TestApp, orderId: string): Promise<Json> {
  const events = await app.sql<{ type: string; count: number }>(
    'SELECT type, count(*)::int AS count FROM outbox_event WHERE subject_id = $1 GROUP BY type',
    [orderId],
  )
  const ofType = (type: string) => events.find((event) => event.type === type)?.count ?? 0
  const count = async (from: string) =>
    (await app.sql<{ count: number }>(`SELECT count(*)::int AS count FROM ${from}`, [orderId]))[0]?.count
  return {
    submitted: ofType('order.submitted'),
    placed: ofType('order.placed'),
    termsAccepted: ofType('terms.accepted'),
    orders: await count('orders WHERE id = $1 AND order_number IS NOT NULL'),
    acceptances: await count('terms_acceptance WHERE order_id = $1'),
    approvalRequests: await count('approval_request WHERE order_id = $1'),
    keys: await count("idempotency_key WHERE result_id = $1 AND operation = 'orderSubmit'"),
  }
}

const once = {
  submitted: 1,
  placed: 1,
  termsAccepted: 1,
  orders: 1,
  acceptances: 3,
  approvalRequests: 1,
  keys: 1,
}

describe.each(backends())('a hundred submits at once on %s queues', (backend) => {
  let app: TestApp
  let sales: ApiClient
  let buyer: Json
  let offer: Json
  const year = new Date().getFullYear()

  beforeAll(async () => {
    app = await startApp({ backend, env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    sales = await app.signedIn('sales@meridian.example')
    buyer = await customer(sales, 'Spreebogen')
    offer = await offerOf(sales, '365 business prem')
  })
  afterAll(() => app.close())

  const draft = () => completeDraft(sales, { customer: buyer, offer })

  async function submitAtOnce(input: () => Record<string, unknown>): Promise<Json[]> {
    return Promise.all(Array.from({ length: calls }, () => sales.mutate('orderSubmit', input(), answered)))
  }

  async function expectOneOrder(wanted: Draft, payloads: Json[], orderNumber: string): Promise<void> {
    const [first, ...others] = payloads
    expect(first.userErrors).toEqual([])
    expect(first.order).toMatchObject({
      id: wanted.orderId,
      orderNumber,
      revision: 1,
      status: 'PENDING_APPROVAL',
    })
    expect(others).toHaveLength(calls - 1)
    for (const payload of others) expect(payload).toEqual(first)
    await app.quiet()
    expect(await traces(app, wanted.orderId)).toEqual(once)
  }

  it('with keys of their own make one order with one number and 100 equal answers', async () => {
    const wanted = await draft()
    const payloads = await submitAtOnce(() => submitInput(wanted))
    await expectOneOrder(wanted, payloads, `MC-${year}-000001`)
  })

  it('with one key make one order with one number and 100 equal answers', async () => {
    const wanted = await draft()
    const same = submitInput(wanted, 'the-one-key')
    const payloads = await submitAtOnce(() => same)
    await expectOneOrder(wanted, payloads, `MC-${year}-000002`)
    const series = await app.sql(
      'SELECT last_number::int AS last FROM number_counter WHERE period = $1 AND last_number > 0',
      [String(year)],
    )
    expect(series).toEqual([{ last: 2 }])
  })

  it('refuses the key with another body, and changes nothing', async () => {
    const [first, second] = [await draft(), await draft()]
    const one = submitInput(first, 'key-of-two')
    expect((await sales.mutate('orderSubmit', one, answered)).userErrors).toEqual([])
    await app.quiet()
    const before = await app.sql('SELECT md5(o::text) AS hash FROM orders o WHERE id = $1', [second.orderId])
    const { order, userErrors } = await sales.mutate(
      'orderSubmit',
      submitInput(second, 'key-of-two'),
      answered,
    )
    expect({ order, userErrors }).toEqual({
      order: null,
      userErrors: [
        {
          __typename: 'GeneralUserError',
          code: 'IDEMPOTENCY_KEY_REUSED',
          message: 'This key was used with another input. Use a new key.',
          path: ['idempotencyKey'],
        },
      ],
    })
    expect(
      await app.sql('SELECT md5(o::text) AS hash FROM orders o WHERE id = $1', [second.orderId]),
    ).toEqual(before)
    expect(await traces(app, second.orderId)).toEqual({
      submitted: 0,
      placed: 0,
      termsAccepted: 0,
      orders: 0,
      acceptances: 0,
      approvalRequests: 0,
      keys: 0,
    })
  })

  it('control: two submits that do not lock the order leave two events, and the check sees them', async () => {
    const wanted = await draft()
    const { orm, clock, ids, keys, log } = app.resources
    const actor = await authenticate(orm.em.fork(), clock, sales.token ?? '')
    const ctxOf = (): Ctx => ({
      em: forkFor(orm.em, actor),
      actor,
      clock,
      ids,
      keys,
      log,
      correlationId: key(),
      request: { ip: null, userAgent: null },
      loopbackWebhooks: true,
      recorded: [],
      eventsCommitted: () => undefined,
    })
    let arrived = 0
    let open: () => void = () => undefined
    const bothHaveRead = new Promise<void>((resolve) => (open = resolve))
    const unlocked = () =>
      transact(ctxOf(), async (ctx) => {
        const order = await ctx.em.findOneOrFail(Order, { id: wanted.orderId }, { populate: ['lines'] })
        arrived += 1
        if (arrived === 2) open()
        await bothHaveRead
        order.submittedAt = clock.now()
        moveOrder(ctx, order, 'orderSubmit')
      })
    await Promise.all([unlocked(), unlocked()])
    await app.quiet()
    const { submitted } = await traces(app, wanted.orderId)
    expect(submitted).toBe(2)
    expect(submitted).not.toBe(once.submitted)
  })
})
