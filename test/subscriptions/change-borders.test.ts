import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneOrder } from '../../src/orders/clone-order.ts'
import { placeOrder } from '../../src/orders/place-order.ts'
import { selectItems } from '../../src/orders/select-items.ts'
import { beginProvisioning } from '../../src/subscriptions/begin-provisioning.ts'
import {
  admin,
  key,
  openOrderWorld,
  problemsOf,
  sales,
  stored,
  submit,
  terms,
  told,
  worker,
  type OrderWorld,
} from '../orders/order-fixture.ts'
import {
  approve,
  changeDraft,
  deliver,
  itemsProblemsOf,
  of,
  running,
  startWith,
  type Wanted,
} from './change-world.ts'

describe('an order that changes what runs, at its borders,', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
  })
  afterAll(() => world.verbs.close())

  const stageProblems = (orderId: string) => itemsProblemsOf(world.verbs, orderId)
  const start = (type: 'CHANGE' | 'CANCELLATION', ids: string[]) => startWith(world.verbs, type, ids)

  const never: Array<[what: string, type: 'CHANGE' | 'CANCELLATION', change: object, problem: string]> = [
    [
      'an unknown one',
      'CHANGE',
      { cloudSubscriptionId: 'sub_none', action: 'CANCEL' },
      'NOT_FOUND changes.0.cloudSubscriptionId',
    ],
    [
      'an end in a change',
      'CHANGE',
      { action: 'CANCEL', reason: 'No' },
      'ACTION_NOT_OF_TYPE changes.0.action',
    ],
    [
      'a change in an end',
      'CANCELLATION',
      { action: 'CHANGE_QUANTITY', quantity: '30' },
      'ACTION_NOT_OF_TYPE changes.0.action',
    ],
    [
      'too many',
      'CHANGE',
      { action: 'CHANGE_QUANTITY', quantity: '301' },
      'QUANTITY_TOO_HIGH changes.0.quantity',
    ],
    [
      'another product',
      'CHANGE',
      { action: 'SWITCH_PLAN', offerId: 'off_free' },
      'PLAN_NOT_ALLOWED changes.0.offerId',
    ],
    [
      'no add-on',
      'CHANGE',
      { action: 'ADD', offerId: 'off_free', quantity: '1' },
      'ADDON_BASE_MISSING changes.0.offerId',
    ],
  ]
  it.each(never)('refuses %s, and changes nothing', async (_what, type, change, problem) => {
    const { verbs } = world
    const id = await running(verbs)
    const draft = await start(type, [id])
    const before = await stored(verbs, draft.id)
    const changes = [{ cloudSubscriptionId: id, ...change } as Wanted]
    const attempt = verbs.run(sales, (ctx) => selectItems(ctx, { orderId: draft.id, items: [], changes }))
    expect(told(await problemsOf(attempt))).toEqual([problem])
    expect(await stored(verbs, draft.id)).toEqual(before)
  })

  it('takes no items, and new orders take no changes', async () => {
    const { verbs } = world
    const id = await running(verbs)
    const { id: orderId } = await start('CHANGE', [id])
    const items = [{ offerId: 'off_base', quantity: '1' }]
    const wrong = verbs.run(sales, (ctx) => selectItems(ctx, { orderId, items }))
    expect(told(await problemsOf(wrong))).toEqual(['ORDER_TYPE_MISMATCH items'])
  })

  it('fails a line without asking the vendor when its subscription has ended meanwhile', async () => {
    const { verbs } = world
    const id = await running(verbs)
    const draft = await changeDraft(verbs, [of(id, { action: 'CHANGE_QUANTITY', quantity: '30' })])
    await submit(verbs, draft)
    await verbs.sql(`UPDATE orders SET status = 'APPROVED' WHERE id = $1`, [draft.id])
    await verbs.sql(`UPDATE cloud_subscription SET status = 'CANCELLED' WHERE id = $1`, [id])
    const begin = { orderId: draft.id, hasProvider: () => true, takeOver: false }
    expect(await verbs.run(worker, (ctx) => beginProvisioning(ctx, begin))).toEqual([])
    const [line] = await verbs.sql<{ status: string; failure: { code: string } }>(
      'SELECT status, failure FROM order_line WHERE order_id = $1',
      [draft.id],
    )
    expect(line).toMatchObject({ status: 'FAILED', failure: { code: 'SUBSCRIPTION_NOT_ACTIVE' } })
  })

  it('is placed in one call, and cloned with what it changes', async () => {
    const { verbs } = world
    const id = await running(verbs)
    const changes = [of(id, { action: 'CHANGE_QUANTITY', quantity: '30' })]
    const place = { organizationId: 'org_up_customer', type: 'CHANGE' as const, items: [], changes, terms }
    const placed = await verbs.run(sales, (ctx) => placeOrder(ctx, { ...place, idempotencyKey: key() }))
    expect(placed).toMatchObject({ type: 'CHANGE', status: 'SUBMITTED' })
    await approve(verbs, placed.id)
    await deliver(verbs, placed.id)
    const clone = await verbs.run(admin, (ctx) =>
      cloneOrder(ctx, { orderId: placed.id, idempotencyKey: key() }),
    )
    expect(clone).toMatchObject({ type: 'CHANGE', status: 'DRAFT', clonedFrom: placed.id })
    expect(clone.lines.getItems()[0]).toMatchObject({ action: 'CHANGE_QUANTITY', subscriptionId: id })
    expect((await stageProblems(clone.id)).problems).toEqual([
      'PRICE_EXPIRED items.1.price',
      'SUBSCRIPTION_CHANGED items.1.cloudSubscriptionId',
    ])
  })
})
