import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneOrder } from '../../src/orders/clone-order.ts'
import { expireDrafts } from '../../src/orders/expire-drafts.ts'
import { setContacts } from '../../src/orders/set-contacts.ts'
import {
  completeDraft,
  eventTypes,
  key,
  openOrderWorld,
  sales,
  worker,
  type OrderWorld,
} from './order-fixture.ts'

const dayMs = 86_400_000
const life = { days: 30, noticeDays: 3 }

describe('a draft that nobody touches', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
  })
  afterAll(() => world.verbs.close())

  const began = Date.parse('2026-11-23T09:00:00.000Z')
  const onDay = (day: number) => world.clock.set(new Date(began + day * dayMs).toISOString())
  const sweep = () => world.verbs.run(worker, (ctx) => expireDrafts(ctx, life))
  const seen = async (orderId: string) =>
    (
      await world.verbs.sql<{ status: string; expires_at: Date | null }>(
        'SELECT status, expires_at FROM orders WHERE id = $1',
        [orderId],
      )
    )[0]
  const sweepers = async () =>
    (
      await world.verbs.sql<{ id: string }>('SELECT s AS id FROM gate.sellers_with_old_drafts($1, $2) AS s', [
        new Date(world.clock.now().getTime() - 27 * dayMs),
        world.clock.now(),
      ])
    ).map(({ id }) => id)

  it('is announced three days before, expires then, and can be cloned', async () => {
    const { verbs } = world
    onDay(0)
    const { id } = await completeDraft(verbs)
    onDay(26)
    expect(await sweepers()).toEqual([])
    expect(await sweep()).toEqual({ announced: 0, expired: 0 })
    onDay(27)
    expect(await sweepers()).toEqual(['org_up'])
    expect(await sweep()).toEqual({ announced: 1, expired: 0 })
    expect(await sweep()).toEqual({ announced: 0, expired: 0 })
    const end = new Date(began + 30 * dayMs)
    expect(await seen(id)).toEqual({ status: 'DRAFT', expires_at: end })
    onDay(30)
    expect(await sweepers()).toEqual(['org_up'])
    expect(await sweep()).toEqual({ announced: 0, expired: 1 })
    expect(await seen(id)).toEqual({ status: 'EXPIRED', expires_at: end })
    expect((await eventTypes(verbs, id)).slice(-2)).toEqual(['order.expiring', 'order.expired'])

    await verbs.sql(`UPDATE offer SET status = 'END_OF_SALE' WHERE id = 'off_base'`)
    const clone = await verbs.run(sales, (ctx) => cloneOrder(ctx, { orderId: id, idempotencyKey: key() }))
    expect(clone).toMatchObject({ status: 'DRAFT', clonedFrom: id, expiresAt: null })
    expect(clone.lines.getItems().map(({ offerId, quantity }) => [offerId, quantity])).toEqual([
      ['off_base', '25'],
    ])
    await verbs.sql(`UPDATE offer SET status = 'ON_SALE' WHERE id = 'off_base'`)
  })

  it('lives on when somebody saves a stage, and is never told too late', async () => {
    const { verbs } = world
    onDay(100)
    const { id } = await completeDraft(verbs)
    onDay(127)
    await sweep()
    onDay(129)
    await verbs.run(sales, (ctx) => setContacts(ctx, { orderId: id }))
    expect(await seen(id)).toEqual({ status: 'DRAFT', expires_at: null })
    onDay(131)
    await sweep()
    expect(await seen(id)).toEqual({ status: 'DRAFT', expires_at: null })
    // The sweep was away for weeks: three days of notice all the same.
    onDay(200)
    await sweep()
    expect(await seen(id)).toEqual({ status: 'DRAFT', expires_at: new Date(began + 203 * dayMs) })
  })
})
