import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { selectItems } from '../../src/orders/select-items.ts'
import { findCloudSubscription } from '../../src/subscriptions/find-cloud-subscription.ts'
import { historyOf } from '../../src/subscriptions/history-of.ts'
import { endSubscriptions } from '../../src/subscriptions/end-subscriptions.ts'
import {
  eventTypes,
  openOrderWorld,
  problemsOf,
  sales,
  stored,
  submit,
  told,
  worker,
  type OrderWorld,
} from '../orders/order-fixture.ts'
import {
  approve,
  changeDraft,
  changed,
  deliver,
  itemsProblemsOf,
  of,
  running,
  startWith,
} from './change-world.ts'

const dayMs = 86_400_000

interface Row {
  status: string
  version: number
  quantity: string
  offer_id: string
  unit_price: string
  auto_renew: boolean
  renewal_quantity: string | null
  cancellation_date: string | null
  cancellation_reason: string | null
  base_subscription_id: string | null
}

describe('an order that changes what runs', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
    await world.verbs.sql(
      `INSERT INTO offer (id, product_id, sku_code, vendor_part_number, name, unit_of_measure, payment_model, charge_timing,
         commitment_term, billing_period, created_at, updated_at)
       VALUES ('off_premium', 'prd_suite', 'PREMIUM', 'PREMIUM', 'Premium', 'SEAT', 'RECURRING', 'IN_ADVANCE', 'P1Y', 'P1M', now(), now())`,
    )
    await world.verbs.sql(
      `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, valid_from)
       VALUES ('pri_premium', 'org_up', 'pls_up', 'off_premium', 'EUR', '20', '2026-01-01')`,
    )
  })
  afterAll(() => world.verbs.close())

  const row = async (id: string) =>
    (
      await world.verbs.sql<Row>(
        `SELECT status, version, quantity::float8::text AS quantity, offer_id, unit_price::float8::text AS unit_price, auto_renew,
           renewal_quantity::float8::text AS renewal_quantity, cancellation_date::text AS cancellation_date, cancellation_reason,
           base_subscription_id FROM cloud_subscription WHERE id = $1`,
        [id],
      )
    )[0]
  const stageProblems = (orderId: string) => itemsProblemsOf(world.verbs, orderId)
  const start = (type: 'CHANGE' | 'CANCELLATION', ids: string[]) => startWith(world.verbs, type, ids)

  it('begins with a line for each subscription, and says what is missing', async () => {
    const id = await running(world.verbs)
    const change = await start('CHANGE', [id])
    expect(await stageProblems(change.id)).toEqual({
      state: 'INCOMPLETE',
      problems: ['CHANGE_MISSING items.1.action'],
    })
    const end = await start('CANCELLATION', [id])
    expect(await stageProblems(end.id)).toEqual({
      state: 'INCOMPLETE',
      problems: ['CANCELLATION_REASON_MISSING items.1.reason'],
    })
    expect(end.lines.getItems()[0]).toMatchObject({ action: 'CANCEL', subscriptionId: id, quantity: '25' })
  })

  it('raises the quantity: only the difference counts, and the subscription changes with its line', async () => {
    const { verbs } = world
    const id = await running(verbs)
    const draft = await changeDraft(verbs, [of(id, { action: 'CHANGE_QUANTITY', quantity: '30' })])
    const [line] = draft.lines.getItems()
    expect(line).toMatchObject({ quantity: '30', unitPrice: '11.7', lineTotalMinor: 5850n })
    expect(line?.change).toMatchObject({ quantityDelta: '5', before: { quantity: '25' } })

    const submitted = await submit(verbs, draft)
    expect(submitted.snapshot?.totals.monthlyRecurring).toEqual({ amount: '58.50', currency: 'EUR' })
    await approve(verbs, draft.id)
    expect(await row(id)).toMatchObject({ quantity: '25', version: 1 })
    await deliver(verbs, draft.id)

    expect(await row(id)).toMatchObject({ status: 'ACTIVE', quantity: '30', version: 2 })
    expect((await eventTypes(verbs, draft.id)).slice(-2)).toEqual(['order.line_fulfilled', 'order.fulfilled'])
    const [event] = await verbs.sql<{ data: Record<string, unknown> }>(
      `SELECT data FROM outbox_event WHERE subject_id = $1 AND type = 'subscription.changed'`,
      [id],
    )
    expect(event?.data).toMatchObject({
      action: 'CHANGE_QUANTITY',
      before: { quantity: '25', offerId: 'off_base' },
      subscription: { id, quantity: '30', version: 2 },
      order: { id: draft.id },
    })
    const history = await verbs.read(sales, async (ctx) =>
      historyOf(ctx, (await findCloudSubscription(ctx, id))!),
    )
    expect(history.map(({ action, status, quantity }) => [action, status, quantity])).toEqual([
      ['ADD', 'FULFILLED', '25'],
      ['CHANGE_QUANTITY', 'FULFILLED', '30'],
    ])
  })

  it('is refused when another order was first, or has changed the subscription since', async () => {
    const { verbs } = world
    const id = await running(verbs)
    const wanted = [of(id, { action: 'CHANGE_QUANTITY', quantity: '30' })]
    const first = await changeDraft(verbs, wanted)
    const second = await changeDraft(verbs, wanted)
    await submit(verbs, first)
    const before = await stored(verbs, second.id)
    const problem = 'SUBSCRIPTION_IN_OTHER_ORDER items.1.cloudSubscriptionId'
    const incomplete = 'STAGE_INCOMPLETE stages.SELECT_ITEMS'
    expect(told(await problemsOf(submit(verbs, second)))).toEqual([problem, incomplete])
    await approve(verbs, first.id)
    expect(told(await problemsOf(submit(verbs, second)))).toEqual([problem, incomplete])
    await deliver(verbs, first.id)
    expect(told(await problemsOf(submit(verbs, second)))).toEqual([
      'SUBSCRIPTION_CHANGED items.1.cloudSubscriptionId',
      incomplete,
    ])
    expect(await stored(verbs, second.id)).toEqual(before)
    const again = await verbs.run(sales, (ctx) =>
      selectItems(ctx, {
        orderId: second.id,
        items: [],
        changes: [of(id, { action: 'CHANGE_QUANTITY', quantity: '35' })],
      }),
    )
    expect((await submit(verbs, again)).status).toBe('SUBMITTED')
  })

  it('lets one of two submits at the same moment through', async () => {
    const { verbs } = world
    const id = await running(verbs)
    const wanted = [of(id, { action: 'CHANGE_QUANTITY', quantity: '30' })]
    const drafts = [await changeDraft(verbs, wanted), await changeDraft(verbs, wanted)]
    const results = await Promise.allSettled(drafts.map((draft) => submit(verbs, draft)))
    expect(results.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('adds an add-on to what runs', async () => {
    const { verbs } = world
    const id = await running(verbs)
    const addOn = [of(id, { action: 'ADD', offerId: 'off_addon', quantity: '2' })]
    const orderId = await changed(verbs, addOn)
    const [made] = await verbs.sql<{ id: string }>('SELECT id FROM cloud_subscription WHERE order_id = $1', [
      orderId,
    ])
    expect(await row(made?.id ?? '')).toMatchObject({ quantity: '2', base_subscription_id: id })
    expect(await row(id)).toMatchObject({ version: 1 })
    const alone = changeDraft(verbs, [of(id, { action: 'CANCEL', reason: 'No' })], 'CANCELLATION')
    expect(told(await problemsOf(alone))).toEqual(['ADDONS_STILL_RUN changes.0.cloudSubscriptionId'])
  })

  it('switches to another plan of the product', async () => {
    const { verbs } = world
    const id = await running(verbs)
    await changed(verbs, [of(id, { action: 'SWITCH_PLAN', offerId: 'off_premium' })])
    expect(await row(id)).toMatchObject({
      offer_id: 'off_premium',
      unit_price: '20',
      quantity: '25',
      version: 2,
    })
  })

  it('changes renewal settings at no charge', async () => {
    const { verbs } = world
    const id = await running(verbs)
    const wanted = of(id, { action: 'CHANGE_RENEWAL', autoRenew: false, renewalQuantity: '10' })
    const orderId = await changed(verbs, [wanted])
    expect(await row(id)).toMatchObject({ auto_renew: false, renewal_quantity: '10', quantity: '25' })
    expect(await eventTypes(verbs, id)).toEqual(['subscription.activated', 'subscription.renewal_changed'])
    const [order] = await verbs.sql<{ total: string }>(
      `SELECT snapshot->'totals'->'totalContractValue'->>'amount' AS total FROM orders WHERE id = $1`,
      [orderId],
    )
    expect(order?.total).toBe('0.00')
  })

  it('cancels at once while the window is open', async () => {
    const { verbs } = world
    const id = await running(verbs)
    await changed(verbs, [of(id, { action: 'CANCEL', reason: 'Closed' })], 'CANCELLATION')
    expect(await row(id)).toMatchObject({ status: 'CANCELLED', cancellation_reason: 'Closed', version: 2 })
    expect(await eventTypes(verbs, id)).toEqual(['subscription.activated', 'subscription.cancelled'])
  })

  it('cancels at the end of the term after the window, and not before its last day is over', async () => {
    const { verbs, clock } = world
    const id = await running(verbs)
    const began = clock.now()
    clock.set(new Date(began.getTime() + 20 * dayMs).toISOString())
    const now = [of(id, { action: 'CANCEL', reason: 'Closed', when: 'NOW' })]
    expect(told(await problemsOf(changeDraft(verbs, now, 'CANCELLATION')))).toEqual([
      'CANCELLATION_WINDOW_CLOSED changes.0.when',
    ])
    await changed(verbs, [of(id, { action: 'CANCEL', reason: 'Closed' })], 'CANCELLATION')
    const scheduled = await row(id)
    expect(scheduled).toMatchObject({ status: 'ACTIVE', auto_renew: false })
    expect(await eventTypes(verbs, id)).toEqual([
      'subscription.activated',
      'subscription.cancellation_scheduled',
    ])
    await verbs.run(worker, endSubscriptions)
    expect(await row(id)).toMatchObject({ status: 'ACTIVE' })
    clock.set(new Date(began.getTime() + 367 * dayMs).toISOString())
    expect(await verbs.run(worker, endSubscriptions)).toBeGreaterThanOrEqual(1)
    expect(await row(id)).toMatchObject({
      status: 'CANCELLED',
      cancellation_date: scheduled?.cancellation_date,
    })
    clock.set(began.toISOString())
  })
})
