import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../../src/access/actor.ts'
import { ensureNumberSeries } from '../../src/numbering/ensure-number-series.ts'
import { issueOrderNumbers } from '../../src/orders/issue-order-numbers.ts'
import { openOrderWorld, problemsOf, told, worker, type OrderWorld } from '../orders/order-fixture.ts'

const far = systemActor({ id: 'org_far', ancestors: ['org_top'] })

describe('issueOrderNumbers', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
  })
  afterAll(() => world.verbs.close())

  let made = 0
  const plant = (seller: string, submittedAt: string) =>
    world.verbs.sql(
      `INSERT INTO orders (id, seller_id, organization_id, account_id, requested_by, parties, status, currency,
         submitted_at, created_at, updated_at)
       SELECT $1, o.seller_id, o.id, a.id, 'usr_x',
         '{"seller":{"id":"s","name":"S"},"organization":{"id":"o","name":"O"},"account":{"id":"a","name":"A"},
           "requestedBy":{"id":"u","name":"U","email":null,"kind":"USER"}}', 'SUBMITTED', 'EUR', $2, $2, $2
       FROM organization o JOIN account a ON a.organization_id = o.id WHERE o.id = $3`,
      [`ord_${String(++made).padStart(4, '0')}`, submittedAt, `org_${seller}_customer`],
    )
  const numbers = async (seller: string) =>
    (
      await world.verbs.sql<{ order_number: string | null }>(
        'SELECT order_number FROM orders WHERE seller_id = $1 ORDER BY submitted_at, id',
        [`org_${seller}`],
      )
    ).map((row) => row.order_number)

  it('numbers in the order of submission, in the period of the seller’s time zone', async () => {
    const { verbs } = world
    await verbs.run(far, (ctx) =>
      ensureNumberSeries(ctx, { sellerId: 'org_far', timeZone: 'Europe/Berlin', prefix: 'HB' }),
    )
    await plant('far', '2026-12-31T22:59:59Z')
    await plant('far', '2026-12-31T23:00:00Z')
    await plant('far', '2026-06-01T00:00:00Z')
    expect(await verbs.run(far, issueOrderNumbers)).toBe(3)
    expect(await numbers('far')).toEqual(['HB-2026-000001', 'HB-2026-000002', 'HB-2027-000001'])
    expect(await verbs.run(far, issueOrderNumbers)).toBe(0)
  })

  it('is gapless and exact while several workers run and one of them dies', async () => {
    const { verbs } = world
    for (let i = 0; i < 60; i++) await plant('up', '2026-11-23T08:00:00Z')
    const dying = verbs
      .run(worker, async (ctx) => {
        await issueOrderNumbers(ctx)
        throw new Error('killed')
      })
      .catch(() => 0)
    const runs = Array.from({ length: 5 }, () => verbs.run(worker, issueOrderNumbers))
    const issued = await Promise.all([dying, ...runs])
    expect(issued.reduce((a, b) => a + b, 0)).toBe(60)
    const expected = Array.from({ length: 60 }, (_, i) => `SO-2026-${String(i + 1).padStart(6, '0')}`)
    expect(await numbers('up')).toEqual(expected)
    const [placed] = await verbs.sql<{ events: string }>(
      `SELECT count(*) AS events FROM outbox_event WHERE type = 'order.placed' AND seller_id = 'org_up'`,
    )
    expect(placed?.events).toBe('60')
  })

  it('never changes a number', async () => {
    const { verbs } = world
    await expect(
      verbs.sql(`UPDATE orders SET order_number = 'X' WHERE order_number IS NOT NULL`),
    ).rejects.toThrow('write-once')
  })

  it('refuses a pattern that would repeat numbers', async () => {
    const attempt = world.verbs.run(worker, (ctx) =>
      ensureNumberSeries(ctx, { sellerId: 'org_up', timeZone: 'UTC', pattern: '{prefix}-{seq:6}' }),
    )
    expect(told(await problemsOf(attempt))).toEqual(['NUMBER_PATTERN_INVALID pattern'])
  })
})
