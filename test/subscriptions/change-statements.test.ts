import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { selectItems } from '../../src/orders/select-items.ts'
import { setContacts } from '../../src/orders/set-contacts.ts'
import { startOrder } from '../../src/orders/start-order.ts'
import { beginProvisioning } from '../../src/subscriptions/begin-provisioning.ts'
import { key, openOrderWorld, sales, submit, worker, type OrderWorld } from '../orders/order-fixture.ts'
import { running } from './change-world.ts'

/** The mapper writes rows in batches of 300 values: what grows is the number of those, not of lines. */
const sizes = [1, 20, 200]

describe('the statements of an order that changes what runs', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
    const first = await running(world.verbs)
    // Two hundred more of it: a line that delivered each, and the subscription.
    await world.verbs.sql(
      `INSERT INTO order_line SELECT (jsonb_populate_record(l, jsonb_build_object('id', 'oln_many_' || n, 'line_number', n + 1))).*
         FROM order_line l, generate_series(1, 200) n WHERE l.id = (SELECT order_line_id FROM cloud_subscription WHERE id = $1)`,
      [first],
    )
    await world.verbs.sql(
      `INSERT INTO cloud_subscription SELECT (jsonb_populate_record(c, jsonb_build_object('id', 'sub_many_' || n, 'order_line_id', 'oln_many_' || n))).*
         FROM cloud_subscription c, generate_series(1, 200) n WHERE c.id = $1`,
      [first],
    )
  })
  afterAll(() => world.verbs.close())

  async function counts(size: number): Promise<Record<string, number>> {
    const { verbs } = world
    const found: Record<string, number> = {}
    const counted = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const before = verbs.statements.length
      const result = await work()
      found[name] = verbs.statements.length - before
      return result
    }
    const ids = Array.from({ length: size }, (_, index) => `sub_many_${index + 1}`)
    const { id: orderId } = await counted('start', () =>
      verbs.run(sales, (ctx) =>
        startOrder(ctx, {
          organizationId: 'org_up_customer',
          type: 'CHANGE',
          cloudSubscriptionIds: ids,
          idempotencyKey: key(),
        }),
      ),
    )
    const changes = ids.map((cloudSubscriptionId) => ({
      cloudSubscriptionId,
      action: 'CHANGE_QUANTITY' as const,
      quantity: '30',
    }))
    await counted('select', () =>
      verbs.run(sales, (ctx) => selectItems(ctx, { orderId, items: [], changes })),
    )
    const draft = await verbs.run(sales, (ctx) => setContacts(ctx, { orderId }))
    await counted('submit', () => submit(verbs, draft))
    await verbs.sql(`UPDATE orders SET status = 'APPROVED' WHERE id = $1`, [orderId])
    const begin = { orderId, hasProvider: () => true, takeOver: false }
    const tasks = await counted('begin', () => verbs.run(worker, (ctx) => beginProvisioning(ctx, begin)))
    expect(tasks).toHaveLength(size)
    await verbs.sql(`UPDATE orders SET status = 'CANCELLED' WHERE id = $1`, [orderId])
    await verbs.sql(`UPDATE order_line SET status = 'CANCELLED' WHERE order_id = $1`, [orderId])
    return found
  }

  it('are the same for one line, twenty and two hundred', async () => {
    const [one, twenty, many] = [await counts(1), await counts(20), await counts(200)]
    process.stdout.write(
      `SQL statements at ${sizes.join(', ')} lines: ${JSON.stringify([one, twenty, many])}\n`,
    )
    expect(twenty).toEqual(one)
    expect(many).toEqual(one)
  })
})
