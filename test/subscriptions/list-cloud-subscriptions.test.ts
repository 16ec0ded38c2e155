import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '../../src/access/ctx.ts'
import { Order } from '../../src/orders/order.entity.ts'
import { findCloudSubscription } from '../../src/subscriptions/find-cloud-subscription.ts'
import { listCloudSubscriptions } from '../../src/subscriptions/list-cloud-subscriptions.ts'
import { reportLineDelivery } from '../../src/subscriptions/report-line-delivery.ts'
import { beginProvisioning } from '../../src/subscriptions/begin-provisioning.ts'
import { subscriptionsOfOrder } from '../../src/subscriptions/subscriptions-of-order.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'
import { addApprovedOrder, addMarket, admin } from './approved-order.ts'

describe('cloud subscriptions', () => {
  let verbs: VerbHarness
  let now = new Date('2026-11-23T10:00:00Z')
  const orders: string[] = []
  beforeAll(async () => {
    verbs = await openVerbs({ clock: { now: () => now } })
    await addMarket(verbs)
    for (let n = 0; n < 3; n++) {
      const id = await addApprovedOrder(verbs, [{}], now)
      orders.push(id)
      const start = { orderId: id, hasProvider: () => false, takeOver: false }
      await verbs.run(admin, (ctx) => beginProvisioning(ctx, start))
      const input = { orderId: id, lineNumber: 1, vendorReference: `REF-${n}`, idempotencyKey: `k-${n}` }
      await verbs.run(admin, (ctx) => reportLineDelivery(ctx, input))
      now = new Date(now.getTime() + 1000)
    }
  })
  afterAll(() => verbs.close())
  const page = (ctx: Ctx, first: number, after?: string | null) =>
    listCloudSubscriptions(ctx, { first, after: after ?? null })

  it('are listed newest first, page by page, none twice and none left out', async () => {
    const first = await verbs.read(admin, (ctx) => page(ctx, 2))
    const second = await verbs.read(admin, (ctx) => page(ctx, 2, first.pageInfo.endCursor))

    expect([...first.nodes, ...second.nodes].map((one) => one.vendorReference)).toEqual([
      'REF-2',
      'REF-1',
      'REF-0',
    ])
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false])
  })

  it('are filtered by customer and status', async () => {
    const count = (where: { organizationId?: string; status?: 'ACTIVE' | 'CANCELLED' }) =>
      verbs.read(admin, async (ctx) => (await listCloudSubscriptions(ctx, { first: 10, where })).nodes.length)
    expect(await count({ organizationId: 'org_c', status: 'ACTIVE' })).toBe(3)
    expect(await count({ organizationId: 'org_x' })).toBe(0)
    expect(await count({ status: 'CANCELLED' })).toBe(0)
  })

  it('are filtered by the day by which their commitment is over', async () => {
    const endingBy = (commitmentEndsBy: string) =>
      verbs.read(admin, async (ctx) => {
        const { nodes } = await listCloudSubscriptions(ctx, { first: 10, where: { commitmentEndsBy } })
        return nodes.map((one) => one.commitmentEndDate)
      })
    expect(await endingBy('2027-11-22')).toEqual([])
    expect(await endingBy('2027-11-23')).toEqual(['2027-11-23', '2027-11-23', '2027-11-23'])
    await expect(endingBy('2027-02-30')).rejects.toThrow('Enter a day that exists, in the form 2026-12-31.')
  })

  it('are seen by their customer, not by another customer or another reseller', async () => {
    const seenBy = (actor: ReturnType<typeof actorOf>) =>
      verbs.read(actor, async (ctx) => (await page(ctx, 10)).nodes.length)
    const customer = (id: string) =>
      actorOf('org_a', ['CUSTOMER_ADMIN'], { id: `usr_${id}`, organizationScope: [id], writableSellers: [] })
    expect(await seenBy(customer('org_c'))).toBe(3)
    expect(await seenBy(customer('org_d'))).toBe(0)
    expect(await seenBy(actorOf('org_b', ['RESELLER_ADMIN'], { id: 'usr_b' }))).toBe(0)
  })

  it('of several orders are read in one query', async () => {
    await verbs.read(admin, async (ctx) => {
      const all = await ctx.em.find(Order, {}, { orderBy: { id: 'asc' } })
      const before = verbs.statements.length
      const lists = await Promise.all(all.map((order) => subscriptionsOfOrder(ctx, order)))
      expect(lists.map((list) => list.length)).toEqual([1, 1, 1])
      expect(verbs.statements.length - before).toBe(1)
      const [found] = lists.flat()
      expect((await findCloudSubscription(ctx, found!.id))?.nextBillingDate).toBe('2026-12-23')
    })
  })
})
