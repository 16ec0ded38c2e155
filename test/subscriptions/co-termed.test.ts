import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findOrder } from '../../src/orders/find-order.ts'
import type { OrderItemInput } from '../../src/orders/order.inputs.ts'
import { placeOrder } from '../../src/orders/place-order.ts'
import { previewInvoice } from '../../src/orders/preview-invoice.ts'
import { readStages } from '../../src/orders/read-stages.ts'
import { selectItems } from '../../src/orders/select-items.ts'
import { beginProvisioning } from '../../src/subscriptions/begin-provisioning.ts'
import { issueOrderNumbers } from '../../src/orders/issue-order-numbers.ts'
import { key, openOrderWorld, sales, start, terms, worker, type OrderWorld } from '../orders/order-fixture.ts'
import { approve, changeDraft, changed, deliver, of, running } from './change-world.ts'

/** Today is 23 November 2026. 25 x 11.70 = 292.50 a month, until 10 March 2027. */
describe('a subscription whose first term ended with something else', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
  })
  afterAll(() => world.verbs.close())

  const place = (item: Partial<OrderItemInput> = {}) =>
    world.verbs.run(sales, (ctx) =>
      placeOrder(ctx, {
        organizationId: 'org_up_customer',
        items: [{ offerId: 'off_base', quantity: '25', ...item }],
        values: [{ key: 'tenantDomain', value: 'customer.example' }],
        lines: [{ lineNumber: 1, values: [{ key: 'siteName', value: 'Berlin' }] }],
        terms,
        idempotencyKey: key(),
      }),
    )
  const subscriptionOf = async (orderId: string): Promise<string> => {
    const [row] = await world.verbs.sql<{ id: string }>(
      'SELECT id FROM cloud_subscription WHERE order_id = $1',
      [orderId],
    )
    return row?.id ?? ''
  }
  const coTermed = async (coTermDate = '2027-03-10') => {
    const { id } = await place({ coTermDate })
    await approve(world.verbs, id)
    await deliver(world.verbs, id)
    return subscriptionOf(id)
  }
  const dates = async (id: string) =>
    (
      await world.verbs.sql(
        `SELECT term_start_date::text AS anchor, commitment_end_date::text AS ends, next_billing_date::text AS next
         FROM cloud_subscription WHERE id = $1`,
        [id],
      )
    )[0]
  const on = async <T>(day: string, work: () => Promise<T>): Promise<T> => {
    const now = world.clock.now()
    world.clock.set(`${day}T09:00:00.000Z`)
    try {
      return await work()
    } finally {
      world.clock.set(now.toISOString())
    }
  }
  const previewOf = (orderId: string) =>
    world.verbs.read(sales, async (ctx) => previewInvoice(ctx, (await findOrder(ctx, orderId))!))

  it('ends its term then, and is billed on the days that are counted back from it', async () => {
    const id = await coTermed()
    expect(await dates(id)).toEqual({ anchor: '2027-03-10', ends: '2027-03-10', next: '2026-12-10' })
  })

  it('keeps the last days of months, forth and back', async () => {
    // Billed on 31 December, 31 January, 28 February, 31 March.
    expect(await dates(await coTermed('2027-03-31'))).toEqual({
      anchor: '2027-03-31',
      ends: '2027-03-31',
      next: '2026-11-30',
    })
  })

  // 5 x 11.70 = 58.50 a month. On 20 January 2027: 10 January to 10 February has 31 days, 21 are left: 39.629... = 39.63;
  // then one month to 10 March.
  it('is charged for more units by the days of its periods, up to its end', async () => {
    const id = await coTermed()
    await on('2027-01-20', async () => {
      const { id: orderId } = await changeDraft(world.verbs, [
        of(id, { action: 'CHANGE_QUANTITY', quantity: '30' }),
      ])
      expect(await previewOf(orderId)).toMatchObject({
        firstInvoiceTotal: { amount: '39.63' },
        totalContractValue: { amount: '98.13' },
        lines: [{ nextBillingDate: '2027-02-10', commitmentEndDate: '2027-03-10' }],
      })
    })
    await on('2027-01-20', () =>
      changed(world.verbs, [of(id, { action: 'CHANGE_QUANTITY', quantity: '30' })]),
    )
    expect(await dates(id)).toEqual({ anchor: '2027-03-10', ends: '2027-03-10', next: '2027-02-10' })
  })

  // The day after it began: 16 of the 17 days that were charged, 292.50 x 16/30 = 156.00.
  it('is credited within the window for what was charged, and for no day before it began', async () => {
    const id = await coTermed()
    await on('2026-11-24', async () => {
      const change = of(id, { action: 'CANCEL', reason: 'Closed', when: 'NOW' })
      const { id: orderId } = await changeDraft(world.verbs, [change], 'CANCELLATION')
      expect((await previewOf(orderId)).firstInvoiceTotal.amount).toBe('-156.00')
    })
  })

  it('is cancelled at its end, and goes on for a whole term when nobody does', async () => {
    const id = await coTermed()
    const cancel = of(id, { action: 'CANCEL', reason: 'Closed', when: 'END_OF_TERM' })
    const endOn = (day: string) =>
      on(day, async () => {
        const { lines } = await changeDraft(world.verbs, [cancel], 'CANCELLATION')
        return lines.getItems()[0]?.change?.endDate
      })
    expect(await endOn('2027-01-20')).toBe('2027-03-10')
    expect(await endOn('2027-03-10')).toBe('2028-03-10')
    // One more unit in the second term: 20 of the 30 days from 10 April, 7.80; then ten whole months.
    await on('2027-04-20', async () => {
      const more = of(id, { action: 'CHANGE_QUANTITY', quantity: '26' })
      const { id: orderId } = await changeDraft(world.verbs, [more])
      expect(await previewOf(orderId)).toMatchObject({
        firstInvoiceTotal: { amount: '7.80' },
        totalContractValue: { amount: '124.80' },
        lines: [{ commitmentEndDate: '2028-03-10' }],
      })
    })
  })

  it('takes settings for its renewal at no charge', async () => {
    const id = await coTermed()
    const renewal = of(id, { action: 'CHANGE_RENEWAL', autoRenew: false, renewalQuantity: '10' })
    const { id: orderId } = await changeDraft(world.verbs, [renewal])
    expect((await previewOf(orderId)).totalContractValue.amount).toBe('0.00')
  })

  it('shares its end with what is ordered to end with it, and says when that end has moved', async () => {
    const id = await coTermed()
    const { id: orderId } = await start(world.verbs)
    const item = { offerId: 'off_base', quantity: '4', coTermWithSubscriptionId: id }
    const draft = await world.verbs.run(sales, (ctx) => selectItems(ctx, { orderId, items: [item] }))
    expect(draft.lines.getItems()[0]).toMatchObject({
      coTermDate: '2027-03-10',
      coTermWithSubscriptionId: id,
    })
    const problems = () =>
      world.verbs.read(sales, async (ctx) => {
        const [stage] = await readStages(ctx, (await findOrder(ctx, orderId))!)
        return stage?.problems.map(({ code, path }) => `${code} ${path.join('.')}`)
      })
    expect(await problems()).toEqual([])
    await world.verbs.sql(`UPDATE cloud_subscription SET cancellation_date = '2027-02-10' WHERE id = $1`, [
      id,
    ])
    expect(await problems()).toEqual(['CO_TERM_MOVED items.1.coTermWithSubscriptionId'])
    const again = await world.verbs.run(sales, (ctx) => selectItems(ctx, { orderId, items: [item] }))
    expect(again.lines.getItems()[0]?.coTermDate).toBe('2027-02-10')
    await world.verbs.sql(`UPDATE cloud_subscription SET status = 'CANCELLED' WHERE id = $1`, [id])
    expect(await problems()).toEqual(['CO_TERM_MOVED items.1.coTermWithSubscriptionId'])
  })

  it('may be an add-on that ends with its base', async () => {
    const base = await coTermed()
    const addOn = of(base, {
      action: 'ADD',
      offerId: 'off_addon',
      quantity: '2',
      coTermWithSubscriptionId: base,
    })
    const orderId = await changed(world.verbs, [addOn])
    expect(await dates(await subscriptionOf(orderId))).toEqual({
      anchor: '2027-03-10',
      ends: '2027-03-10',
      next: '2026-12-10',
    })
  })

  it('is not begun when its end has passed before it could be delivered', async () => {
    const { id } = await place({ coTermDate: '2026-12-01' })
    await world.verbs.run(worker, issueOrderNumbers)
    await world.verbs.sql(`UPDATE orders SET status = 'APPROVED' WHERE id = $1`, [id])
    const tasks = await on('2026-12-01', () =>
      world.verbs.run(worker, (ctx) =>
        beginProvisioning(ctx, { orderId: id, hasProvider: () => true, takeOver: false }),
      ),
    )
    expect(tasks).toEqual([])
    const [line] = await world.verbs.sql<{ status: string; failure: { code: string } }>(
      'SELECT status, failure FROM order_line WHERE order_id = $1',
      [id],
    )
    expect(line).toMatchObject({ status: 'FAILED', failure: { code: 'CO_TERM_PASSED' } })
  })

  it('tells its provider when its first term is to end', async () => {
    const { id } = await place({ coTermDate: '2027-03-10' })
    await world.verbs.run(worker, issueOrderNumbers)
    await world.verbs.sql(`UPDATE orders SET status = 'APPROVED' WHERE id = $1`, [id])
    const [task] = await world.verbs.run(worker, (ctx) =>
      beginProvisioning(ctx, { orderId: id, hasProvider: () => true, takeOver: false }),
    )
    expect(task?.request).toMatchObject({ termEndDate: '2027-03-10' })
  })

  it('has a term of its own when it was ordered without an end', async () => {
    expect(await dates(await running(world.verbs))).toEqual({
      anchor: '2026-11-23',
      ends: '2027-11-23',
      next: '2026-12-23',
    })
  })
})
