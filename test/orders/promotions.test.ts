import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { permissionsOfRoles } from '../../src/access/actor.ts'
import { cancelOrder } from '../../src/orders/cancel-order.ts'
import { cloneOrder } from '../../src/orders/clone-order.ts'
import { contentHash } from '../../src/orders/content-hash.ts'
import { decideOrder } from '../../src/orders/decide-order.ts'
import { findOrder } from '../../src/orders/find-order.ts'
import { issueOrderNumbers } from '../../src/orders/issue-order-numbers.ts'
import type { OrderItemInput } from '../../src/orders/order.inputs.ts'
import { readStages } from '../../src/orders/read-stages.ts'
import { redemptionsOf } from '../../src/orders/redemptions-of.ts'
import { routeOrder } from '../../src/orders/route-order.ts'
import { selectItems } from '../../src/orders/select-items.ts'
import { submitForApproval } from '../../src/orders/submit-for-approval.ts'
import { validateOrder } from '../../src/orders/validate-order.ts'
import { withdrawOrder } from '../../src/orders/withdraw-order.ts'
import { archivePromotion } from '../../src/promotions/archive-promotion.ts'
import type { Promotion } from '../../src/promotions/promotion.entity.ts'
import { DomainError } from '../../src/platform/errors.ts'
import { adminOf } from '../support/small-world.ts'
import {
  admin,
  completeDraft,
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
} from './order-fixture.ts'
import { place, previewOf, promotion } from './promotion-fixture.ts'

/** 25 x 11.70 = 292.50 a month, 219.375 = 219.38 at a quarter off. */
describe('a promotion code', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
  })
  afterAll(() => world.verbs.close())

  const make = (more: Parameters<typeof promotion>[1] = {}) => promotion(world.verbs, more)
  const select = (orderId: string, items: OrderItemInput[]) =>
    world.verbs.run(sales, (ctx) => selectItems(ctx, { orderId, items }))
  const withCode = (promotionCode: string): OrderItemInput[] => [
    { offerId: 'off_base', quantity: '25', promotionCode },
  ]
  const draftWith = async (promotionCode: string) => {
    const { id } = await completeDraft(world.verbs)
    return select(id, withCode(promotionCode))
  }
  const itemsStage = async (orderId: string) => {
    const [stage] = await world.verbs.read(sales, async (ctx) =>
      readStages(ctx, (await findOrder(ctx, orderId))!),
    )
    return [stage?.state, ...(stage?.problems ?? []).map(({ code, path }) => `${code} ${path.join('.')}`)]
  }
  const redemptions = (one: Promotion) => world.verbs.read(admin, (ctx) => redemptionsOf(ctx, one))

  it('shows what it takes off, before and after the submission, in the order and in what is told of it', async () => {
    const { code, id } = await make()
    const draft = await draftWith(` ${code.toLowerCase()} `)
    const kept = { id, code, name: 'A quarter for three months', percentOff: '25', billingPeriods: 3 }
    // 3 x 219.38 + 9 x 292.50 = 3290.64; 3510.00 without it.
    const figures = {
      firstInvoiceTotal: { amount: '219.38' },
      recurringAmount: { amount: '219.38' },
      discount: {
        discountedLineTotal: { amount: '219.38' },
        discountedSetupFee: { amount: '0.00' },
        firstInvoiceDiscount: { amount: '73.12' },
        contractDiscount: { amount: '219.36' },
        recurringAmountAfter: { amount: '292.50' },
        endsOn: '2027-02-23',
      },
    }
    const before = await previewOf(world.verbs, draft.id)
    expect(before).toMatchObject({
      lineTotal: { amount: '292.50' },
      firstInvoiceTotal: { amount: '219.38' },
      firstInvoiceDiscount: { amount: '73.12' },
      totalContractValue: { amount: '3290.64' },
      contractDiscount: { amount: '219.36' },
      monthlyRecurring: { amount: '292.50' },
      recurring: [
        { chargePeriod: 'P1M', amount: { amount: '219.38' }, amountAfterDiscounts: { amount: '292.50' } },
      ],
      lines: [
        { lineTotal: { amount: '292.50' }, unitPrice: { amount: '11.70' }, promotion: kept, ...figures },
      ],
    })
    const { snapshot, id: orderId } = await submit(world.verbs, draft)
    expect(await previewOf(world.verbs, orderId)).toEqual(before)
    expect(snapshot?.totals).toMatchObject({
      firstInvoiceTotal: { amount: '219.38' },
      firstInvoiceDiscount: { amount: '73.12' },
      contractDiscount: { amount: '219.36' },
      totalContractValue: { amount: '3290.64' },
    })
    const [event] = await world.verbs.sql<{ line: object }>(
      `SELECT data #> '{order,lines,0}' AS line FROM outbox_event WHERE subject_id = $1 AND type = 'order.submitted'`,
      [orderId],
    )
    const { discountedSetupFee: _fee, ...amounts } = figures.discount
    expect(event?.line).toMatchObject({ promotion: kept, discount: amounts, lineTotal: { amount: '292.50' } })
  })

  it('does not touch what was answered, and is material to an approval', async () => {
    const { code } = await make()
    const { id } = await completeDraft(world.verbs)
    const hash = async () =>
      world.verbs.read(sales, async (ctx) => {
        const order = (await findOrder(ctx, id))!
        await order.lines.init()
        return contentHash(order)
      })
    const plain = await hash()
    await select(id, withCode(code))
    const stages = await world.verbs.read(sales, async (ctx) => readStages(ctx, (await findOrder(ctx, id))!))
    expect(stages.map(({ state }) => state)).toEqual(['COMPLETE', 'COMPLETE', 'COMPLETE', 'COMPLETE'])
    expect(await hash()).not.toBe(plain)
    await select(id, [{ offerId: 'off_base', quantity: '25' }])
    expect(await hash()).toBe(plain)
  })

  it.each<[string, Parameters<typeof promotion>[1] | null, string]>([
    ['PROMOTION_UNKNOWN', null, 'unknown'],
    ['PROMOTION_NOT_STARTED', { validFrom: new Date('2026-12-01T00:00:00Z') }, 'of December'],
    ['PROMOTION_NOT_APPLICABLE', { offerIds: ['off_addon'] }, 'of another offer'],
    ['PROMOTION_NOT_APPLICABLE', { components: ['SETUP'] }, 'off a setup fee that is none'],
  ])('is refused with %s: %j, and nothing changes', async (problem, more) => {
    const code = more ? (await make(more)).code : 'NOBODY-GAVE-IT'
    const { id } = await completeDraft(world.verbs)
    const before = await stored(world.verbs, id)
    expect(told(await problemsOf(select(id, withCode(code))))).toEqual([`${problem} items.0.promotionCode`])
    expect(await stored(world.verbs, id)).toEqual(before)
  })

  it('of another seller, or for another customer, is as unknown', async () => {
    const low = adminOf('org_low', 'usr_low_a')
    const below = await promotion(world.verbs, {}, low)
    await world.verbs.sql(
      `INSERT INTO organization (id, seller_id, kind, parent_id, path, name, country, currency, created_at, updated_at)
       VALUES ('org_up_other', 'org_up', 'CUSTOMER', 'org_up', ARRAY['org_top', 'org_up'], 'Other', 'DE', 'EUR', now(), now())`,
    )
    const another = await make({ organizationId: 'org_up_other' })
    for (const { code } of [below, another])
      expect(told(await problemsOf(draftWith(code)))).toEqual(['PROMOTION_UNKNOWN items.0.promotionCode'])
    const own = await make({ organizationId: 'org_up_customer' })
    expect((await draftWith(own.code)).lines.getItems()[0]?.promotionId).toBe(own.id)
  })

  it('that ends after it was entered makes the stage STALE, as an expired price does, and nothing is priced anew', async () => {
    const dated = await make({ validTo: new Date('2026-11-25T00:00:00Z') })
    const gone = await make()
    const drafts = [await draftWith(dated.code), await draftWith(gone.code)]
    expect(drafts[0]?.priceValidUntil).toEqual(new Date('2026-11-25T00:00:00Z'))
    await world.verbs.run(admin, (ctx) => archivePromotion(ctx, { promotionId: gone.id }))
    const now = world.clock.now()
    world.clock.set('2026-11-25T00:00:00.000Z')
    for (const { id } of drafts) {
      expect(await itemsStage(id)).toEqual(['STALE', 'PROMOTION_EXPIRED items.1.promotionCode'])
      const { problems } = await world.verbs.read(sales, (ctx) => validateOrder(ctx, id))
      const refused = await problemsOf(
        submit(world.verbs, (await world.verbs.read(sales, (ctx) => findOrder(ctx, id)))!),
      )
      expect(told(refused)).toEqual(problems.map(({ code, path }) => `${code} ${path.join('.')}`))
      expect(told(refused)[0]).toBe('PROMOTION_EXPIRED items.1.promotionCode')
      expect((await previewOf(world.verbs, id)).firstInvoiceTotal.amount).toBe('219.38')
      expect(told(await problemsOf(select(id, withCode(dated.code))))).toEqual([
        'PROMOTION_EXPIRED items.0.promotionCode',
      ])
      // Without it the price that was held is held on.
      const plain = await select(id, [{ offerId: 'off_base', quantity: '25' }])
      expect(plain.lines.getItems()[0]).toMatchObject({ promotion: null, unitPrice: '11.7' })
      expect(await itemsStage(id)).toEqual(['COMPLETE'])
    }
    world.clock.set(now.toISOString())
  })

  it('is never redeemed more often than it may be, however many submit at once', async () => {
    const limited = await make({ maxRedemptions: 5 })
    const drafts = []
    for (let index = 0; index < 20; index += 1) drafts.push(await draftWith(limited.code))
    expect(await redemptions(limited)).toBe(0)
    const results = await Promise.allSettled(drafts.map((draft) => submit(world.verbs, draft)))
    const refused = results.flatMap((one) =>
      one.status === 'rejected' && one.reason instanceof DomainError ? [told(one.reason.problems)[0]] : [],
    )
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(5)
    expect(refused).toEqual(Array(15).fill('PROMOTION_EXHAUSTED items.1.promotionCode'))
    expect(await redemptions(limited)).toBe(5)
    const [left] = await world.verbs.sql<{ drafts: number; events: number }>(
      `SELECT count(*) FILTER (WHERE o.status = 'DRAFT')::int AS drafts, (SELECT count(*)::int FROM outbox_event e
         WHERE e.type = 'order.submitted' AND e.subject_id = ANY ($1)) AS events FROM orders o WHERE o.id = ANY ($1)`,
      [drafts.map(({ id }) => id)],
    )
    expect(left).toEqual({ drafts: 15, events: 5 })
  }, 60_000)

  it('is free again when its order is cancelled, rejected or edited, and taken when that is submitted again', async () => {
    const single = await make({ maxRedemptions: 1 })
    const first = await submit(world.verbs, await draftWith(single.code))
    expect(told(await problemsOf(draftWith(single.code)))).toEqual([
      'PROMOTION_EXHAUSTED items.0.promotionCode',
    ])
    await world.verbs.run(worker, issueOrderNumbers)
    await world.verbs.run(worker, (ctx) => routeOrder(ctx, first.id))
    const returned = await world.verbs.run(sales, (ctx) => withdrawOrder(ctx, { orderId: first.id }))
    expect(await redemptions(single)).toBe(0)

    // Another takes it meanwhile: the first cannot be submitted again with it.
    const second = await submit(world.verbs, await draftWith(single.code))
    const again = { orderId: first.id, expectedVersion: returned.version, terms }
    const resubmit = () =>
      world.verbs.run(sales, (ctx) => submitForApproval(ctx, { ...again, idempotencyKey: key() }))
    expect(told(await problemsOf(resubmit()))[0]).toBe('PROMOTION_EXHAUSTED items.1.promotionCode')
    await world.verbs.run(worker, issueOrderNumbers)
    await world.verbs.run(worker, (ctx) => routeOrder(ctx, second.id))
    const [approval] = await world.verbs.sql<{ id: string; version: number }>(
      'SELECT id, version FROM approval_request WHERE order_id = $1',
      [second.id],
    )
    await world.verbs.run(admin, (ctx) =>
      decideOrder(ctx, 'REJECT', {
        approvalId: approval?.id ?? '',
        expectedVersion: approval?.version ?? 0,
        comment: 'No',
        idempotencyKey: key(),
      }),
    )
    expect(await redemptions(single)).toBe(0)
    expect((await resubmit()).status).toBe('SUBMITTED')
    expect(await redemptions(single)).toBe(1)
    await world.verbs.run(worker, (ctx) => routeOrder(ctx, first.id))
    await world.verbs.run(sales, (ctx) => cancelOrder(ctx, { orderId: first.id, reason: 'Moved' }))
    expect(await redemptions(single)).toBe(0)
  })

  it('counts orders, not lines, and those of one customer for themselves', async () => {
    const each = await make({ maxRedemptionsPerCustomer: 1, maxRedemptions: 2 })
    const { id } = await completeDraft(world.verbs)
    const two = [...withCode(each.code), { offerId: 'off_free', quantity: '1', promotionCode: each.code }]
    const draft = await select(id, two)
    await submit(world.verbs, draft)
    expect(await redemptions(each)).toBe(1)
    expect(told(await problemsOf(draftWith(each.code)))).toEqual([
      'PROMOTION_EXHAUSTED items.0.promotionCode',
    ])
  })

  it('for new customers is for who has ordered nothing yet', async () => {
    const welcome = await make({ newCustomersOnly: true })
    expect(told(await problemsOf(draftWith(welcome.code)))).toEqual([
      'PROMOTION_NOT_APPLICABLE items.0.promotionCode',
    ])
    await world.verbs.sql(`UPDATE orders SET status = 'CANCELLED' WHERE organization_id = 'org_up_customer'`)
    const draft = await draftWith(welcome.code)
    expect((await submit(world.verbs, draft)).status).toBe('SUBMITTED')
    expect(told(await problemsOf(draftWith(welcome.code)))).toEqual([
      'PROMOTION_NOT_APPLICABLE items.0.promotionCode',
    ])
  })

  it('goes with a clone, and is judged anew there', async () => {
    const { code, id: promotionId } = await make({ maxRedemptions: 1 })
    const source = await submit(world.verbs, await draftWith(code))
    const clone = await world.verbs.run(sales, (ctx) =>
      cloneOrder(ctx, { orderId: source.id, idempotencyKey: key() }),
    )
    expect(clone.lines.getItems()[0]).toMatchObject({ promotionId, promotion: { code } })
    expect(await itemsStage(clone.id)).toEqual(['INCOMPLETE', 'PROMOTION_EXHAUSTED items.1.promotionCode'])
  })

  it('comes out of the margin of the seller who gave it, for whoever may see that', async () => {
    await world.verbs.sql(
      `INSERT INTO price_list (id, seller_id, key, name, currency, created_at)
       VALUES ('pls_top', 'org_top', 'eur', 'EUR', 'EUR', now())`,
    )
    await world.verbs.sql(
      `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, valid_from)
       VALUES ('prc_top', 'org_top', 'pls_top', 'off_base', 'EUR', 8, '2026-01-01')`,
    )
    const { code } = await make()
    const draft = await draftWith(code)
    const marginAs = async (roles: Array<'SALES_AGENT' | 'FINANCE'>) => {
      const preview = await previewOf(world.verbs, draft.id, {
        ...sales,
        roles,
        permissions: permissionsOfRoles(roles),
      })
      return [preview.marginTotal?.amount, preview.lines[0]?.margin?.marginPercent]
    }
    // 219.38 less 25 x 8; without the promotion it would be 92.50.
    expect(await marginAs(['FINANCE'])).toEqual(['19.38', '8.83'])
    expect(await marginAs(['SALES_AGENT'])).toEqual([undefined, undefined])
    const told = await world.verbs.sql<{ data: object }>(
      'SELECT data FROM outbox_event WHERE subject_id = $1',
      [draft.id],
    )
    expect(JSON.stringify(told)).not.toMatch(/margin|"cost"/i)
  })

  it('is entered in one call, and every problem is told at once', async () => {
    const { code } = await make()
    expect(
      (await place(world.verbs, { promotionCode: code })).snapshot?.totals.firstInvoiceTotal.amount,
    ).toBe('219.38')
    const wrong = place(world.verbs, { promotionCode: 'NONE', coTermDate: '2026-11-01' })
    expect(told(await problemsOf(wrong))).toEqual([
      'CO_TERM_INVALID items.0.coTermDate',
      'PROMOTION_UNKNOWN items.0.promotionCode',
    ])
  })
})
