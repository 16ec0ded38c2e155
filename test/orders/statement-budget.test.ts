import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { selectItems } from '../../src/orders/select-items.ts'
import { setContacts } from '../../src/orders/set-contacts.ts'
import { setProvisioning } from '../../src/orders/set-provisioning.ts'
import { key, openOrderWorld, sales, start, submit, type OrderWorld } from './order-fixture.ts'

describe('the statements of one order, from its start to its submission', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
    await start(world.verbs)
  })
  afterAll(() => world.verbs.close())

  it('stay within their budgets, begin and commit included', async () => {
    const { verbs } = world
    const counts: Record<string, number> = {}
    const counted = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const before = verbs.statements.length
      const result = await work()
      counts[name] = verbs.statements.length - before
      return result
    }
    const { id: orderId } = await counted('orderStart', () => start(verbs))
    const items = [
      { offerId: 'off_base', quantity: '25' },
      { offerId: 'off_addon', quantity: '2' },
    ]
    await counted('orderSelectItems', () => verbs.run(sales, (ctx) => selectItems(ctx, { orderId, items })))
    await counted('orderSetContacts', () => verbs.run(sales, (ctx) => setContacts(ctx, { orderId })))
    const values = [{ key: 'tenantDomain', value: 'customer.example' }]
    const lines = [{ lineNumber: 1, values: [{ key: 'siteName', value: 'Berlin' }] }]
    const draft = await counted('orderSetProvisioning', () =>
      verbs.run(sales, (ctx) => setProvisioning(ctx, { orderId, values, lines })),
    )
    await counted('orderSubmit', () => submit(verbs, draft, key()))
    expect(counts).toEqual({
      orderStart: 8,
      orderSelectItems: 13,
      orderSetContacts: 10,
      orderSetProvisioning: 8,
      orderSubmit: 16,
    })
  })
})
