import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { estimateInvoice } from '../../src/catalog/estimate-invoice.ts'
import { Offer } from '../../src/catalog/offer.entity.ts'
import { cloneOrder } from '../../src/orders/clone-order.ts'
import { contentHash } from '../../src/orders/content-hash.ts'
import { findOrder } from '../../src/orders/find-order.ts'
import type { OrderItemInput } from '../../src/orders/order.inputs.ts'
import { placeOrder } from '../../src/orders/place-order.ts'
import { previewInvoice } from '../../src/orders/preview-invoice.ts'
import { readStages } from '../../src/orders/read-stages.ts'
import { selectItems } from '../../src/orders/select-items.ts'
import { validateOrder } from '../../src/orders/validate-order.ts'
import {
  completeDraft,
  key,
  openOrderWorld,
  problemsOf,
  sales,
  start,
  stored,
  submit,
  terms,
  told,
  type OrderWorld,
} from './order-fixture.ts'

const dayMs = 86_400_000

/** Today is 23 November 2026, also on the seller's calendar. */
describe('a line that ends with something else', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
  })
  afterAll(() => world.verbs.close())

  const coTermed = { offerId: 'off_base', quantity: '25', coTermDate: '2027-03-10' }
  const select = (orderId: string, items: OrderItemInput[], requestedStartDate?: string | null) =>
    world.verbs.run(sales, (ctx) =>
      selectItems(ctx, {
        orderId,
        items,
        ...(requestedStartDate === undefined ? {} : { requestedStartDate }),
      }),
    )
  const preview = (orderId: string) =>
    world.verbs.read(sales, async (ctx) => previewInvoice(ctx, (await findOrder(ctx, orderId))!))
  const itemsStage = async (orderId: string) => {
    const [stage] = await world.verbs.read(sales, async (ctx) =>
      readStages(ctx, (await findOrder(ctx, orderId))!),
    )
    return [stage?.state, ...told((stage?.problems ?? []) as never)]
  }
  const estimate = (more: object = {}) =>
    world.verbs.read(sales, async (ctx) => {
      const offer = await ctx.em.findOneOrFail(Offer, { id: 'off_base' })
      const asked = { quantity: '25', organizationId: 'org_up_customer', coTermDate: '2027-03-10', ...more }
      return estimateInvoice(ctx, offer, asked)
    })

  // 25 x 11.70 = 292.50 a month. Billed on the 10th: 23 November to 10 December is 17 of the 30 days from 10 November:
  // 165.75. Then 10 December to 10 March, three whole months: 877.50; in all 1043.25.
  const figures = {
    lineTotal: { amount: '292.50', currency: 'EUR' },
    firstInvoiceTotal: { amount: '165.75', currency: 'EUR' },
    recurringAmount: { amount: '292.50', currency: 'EUR' },
    nextBillingDate: '2026-12-10',
    commitmentEndDate: '2027-03-10',
    servicePeriodStart: '2026-11-23',
    servicePeriodEnd: '2026-12-10',
    prorationFactor: '0.56666667',
  }

  it('costs what the estimate says, before and after its submission', async () => {
    const { lineTotal: lineNet, ...same } = figures
    const total = { amount: '1043.25', currency: 'EUR' }
    expect(await estimate()).toMatchObject({ ...same, lineNet, totalContractValue: total })
    const { id } = await completeDraft(world.verbs)
    const draft = await select(id, [coTermed])
    expect(draft.lines.getItems()[0]).toMatchObject({
      coTermDate: '2027-03-10',
      coTermWithSubscriptionId: null,
      prorationFactor: '0.56666667',
      lineTotalMinor: 29250n,
    })
    const before = await preview(id)
    expect(before.lines[0]).toMatchObject({ ...figures, coTermDate: '2027-03-10' })
    expect(before).toMatchObject({ totalContractValue: total, firstInvoiceTotal: figures.firstInvoiceTotal })
    // What was saved of its provisioning is to be looked at again, as after any change of a line.
    expect(told(await problemsOf(submit(world.verbs, draft)))).toEqual([
      'PROVISIONING_STALE provisioning.lines.1',
      'STAGE_INCOMPLETE stages.PROVISIONING',
    ])
  })

  it('keeps the day and the factor of its submission, in the order and in what is told of it', async () => {
    const order = await world.verbs.run(sales, (ctx) =>
      placeOrder(ctx, {
        organizationId: 'org_up_customer',
        items: [coTermed],
        values: [{ key: 'tenantDomain', value: 'customer.example' }],
        lines: [{ lineNumber: 1, values: [{ key: 'siteName', value: 'Berlin' }] }],
        terms,
        idempotencyKey: key(),
      }),
    )
    const { snapshot } = order
    expect(snapshot?.lines[0]).toMatchObject({ coTermDate: '2027-03-10', prorationFactor: '0.56666667' })
    expect(snapshot?.totals).toMatchObject({
      firstInvoiceTotal: { amount: '165.75' },
      totalContractValue: { amount: '1043.25' },
    })
    const asSubmitted = await preview(order.id)
    const now = world.clock.now()
    world.clock.set(new Date(now.getTime() + 9 * dayMs).toISOString())
    expect(await preview(order.id)).toEqual(asSubmitted)
    expect(asSubmitted.lines[0]).toMatchObject(figures)
    world.clock.set(now.toISOString())
    const [told] = await world.verbs.sql<{ line: object }>(
      `SELECT data #> '{order,lines,0}' AS line FROM outbox_event WHERE subject_id = $1 AND type = 'order.submitted'`,
      [order.id],
    )
    expect(told?.line).toMatchObject({ coTermDate: '2027-03-10', prorationFactor: '0.56666667' })
    const clone = await world.verbs.run(sales, (ctx) =>
      cloneOrder(ctx, { orderId: order.id, idempotencyKey: key() }),
    )
    expect(clone.lines.getItems()[0]).toMatchObject({
      coTermDate: '2027-03-10',
      prorationFactor: '0.56666667',
    })
  })

  // From 10 January: two whole months, nothing to prorate.
  it('begins on the day that the order asks for', async () => {
    const { id } = await start(world.verbs)
    await select(id, [coTermed], '2027-01-10')
    const asked = await estimate({ startDate: '2027-01-10' })
    expect(asked).toMatchObject({ prorationFactor: '1', totalContractValue: { amount: '585.00' } })
    expect(await preview(id)).toMatchObject({
      totalContractValue: { amount: '585.00' },
      lines: [{ prorationFactor: '1', servicePeriodStart: '2027-01-10', nextBillingDate: '2027-02-10' }],
    })
  })

  it('counts from today while it is a draft, and says when its end has come too near', async () => {
    const { id } = await completeDraft(world.verbs)
    await select(id, [{ ...coTermed, coTermDate: '2026-12-01' }])
    const now = world.clock.now()
    world.clock.set(new Date(now.getTime() + 2 * dayMs).toISOString())
    // 25 November to 1 December: 6 of the 30 days from 1 November.
    expect((await preview(id)).firstInvoiceTotal.amount).toBe('58.50')
    world.clock.set(new Date(now.getTime() + 8 * dayMs).toISOString())
    expect(await itemsStage(id)).toEqual(['INCOMPLETE', 'CO_TERM_INVALID items.1.coTermDate'])
    const { problems } = await world.verbs.read(sales, (ctx) => validateOrder(ctx, id))
    expect(problems.map(({ code }) => code)).toContain('CO_TERM_INVALID')
    world.clock.set(now.toISOString())
  })

  it.each<[OrderItemInput, string]>([
    [{ ...coTermed, coTermDate: '2027-02-30' }, 'DATE_INVALID items.0.coTermDate'],
    [{ ...coTermed, coTermDate: '2026-11-23' }, 'CO_TERM_INVALID items.0.coTermDate'],
    [{ ...coTermed, coTermDate: '2027-11-24' }, 'CO_TERM_INVALID items.0.coTermDate'],
    [
      { ...coTermed, coTermWithSubscriptionId: 'sub_none' },
      'CO_TERM_AMBIGUOUS items.0.coTermWithSubscriptionId',
    ],
    [
      { offerId: 'off_base', quantity: '1', coTermWithSubscriptionId: 'sub_none' },
      'NOT_FOUND items.0.coTermWithSubscriptionId',
    ],
  ])('is refused with %j, and nothing changes', async (item, problem) => {
    const { id } = await completeDraft(world.verbs)
    const before = await stored(world.verbs, id)
    expect(told(await problemsOf(select(id, [item])))[0]).toBe(problem)
    expect(await stored(world.verbs, id)).toEqual(before)
  })

  it('cannot be one that is bought once', async () => {
    await world.verbs.sql(
      `UPDATE offer SET payment_model = 'ONE_TIME', commitment_term = NULL, billing_period = NULL WHERE id = 'off_free'`,
    )
    const { id } = await start(world.verbs)
    const once = { offerId: 'off_free', quantity: '1', coTermDate: '2027-03-10' }
    expect(told(await problemsOf(select(id, [once])))).toEqual(['CO_TERM_NOT_POSSIBLE items.0.coTermDate'])
  })

  it('is another line for an approval than one with a term of its own', async () => {
    const hashOf = async (items: OrderItemInput[]) => {
      const { id } = await completeDraft(world.verbs)
      await select(id, items)
      return world.verbs.read(sales, async (ctx) => {
        const order = (await findOrder(ctx, id))!
        await order.lines.init()
        return contentHash(order)
      })
    }
    const plain = { offerId: 'off_base', quantity: '25' }
    expect(await hashOf([plain])).toBe(await hashOf([plain]))
    expect(await hashOf([coTermed])).not.toBe(await hashOf([plain]))
    expect(await hashOf([coTermed])).not.toBe(await hashOf([{ ...coTermed, coTermDate: '2027-03-11' }]))
  })
})
