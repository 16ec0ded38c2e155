import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOrder } from '../../src/orders/start-order.ts'
import { key, openOrderWorld, problemsOf, sales, start, told, type OrderWorld } from './order-fixture.ts'

describe('startOrder', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
  })
  afterAll(() => world.verbs.close())

  it('answers a repeat with the same key with the same draft', async () => {
    const { verbs } = world
    const input = { organizationId: 'org_up_customer', idempotencyKey: key(), externalReference: ' R-1 ' }
    const first = await verbs.run(sales, (ctx) => startOrder(ctx, input))
    const second = await verbs.run(sales, (ctx) => startOrder(ctx, input))
    expect(second).toMatchObject({ id: first.id, version: 1, externalReference: 'R-1', currency: 'EUR' })
    const other = { ...input, externalReference: 'R-2' }
    const reused = verbs.run(sales, (ctx) => startOrder(ctx, other))
    expect(told(await problemsOf(reused))).toEqual(['IDEMPOTENCY_KEY_REUSED idempotencyKey'])
  })

  it.each([
    ['an unknown customer', { organizationId: 'org_none' }, 'NOT_FOUND organizationId'],
    ['a customer of another reseller', { organizationId: 'org_far_customer' }, 'NOT_FOUND organizationId'],
    ['a customer of a reseller below', { organizationId: 'org_low_customer' }, 'OUT_OF_REACH organizationId'],
    ['a reseller', { organizationId: 'org_up' }, 'ORGANIZATION_NOT_A_CUSTOMER organizationId'],
    ['a foreign account', { organizationId: 'org_up_customer', accountId: 'acc_far' }, 'NOT_FOUND accountId'],
    [
      'a renewal',
      { organizationId: 'org_up_customer', type: 'RENEWAL' as const },
      'ORDER_TYPE_NOT_SUPPORTED type',
    ],
  ])('refuses %s', async (_what, input, problem) => {
    const { verbs } = world
    const count = async () => (await verbs.sql('SELECT id FROM orders')).length
    const before = await count()
    const attempt = verbs.run(sales, (ctx) => startOrder(ctx, { ...input, idempotencyKey: key() }))
    expect(told(await problemsOf(attempt))).toEqual([problem])
    expect(await count()).toBe(before)
  })

  it('asks for the account when there are two', async () => {
    const { verbs } = world
    await verbs.sql(
      `INSERT INTO account (id, seller_id, organization_id, name, currency, created_at, updated_at)
       VALUES ('acc_usd', 'org_up', 'org_up_customer', 'Overseas', 'USD', now(), now())`,
    )
    expect(told(await problemsOf(start(verbs)))).toEqual(['ACCOUNT_REQUIRED accountId'])
    await verbs.sql(`DELETE FROM account WHERE id = 'acc_usd'`)
  })
})
