import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneOrder } from '../../src/orders/clone-order.ts'
import { findOrders } from '../../src/orders/find-orders.ts'
import type { OrderPlaceInput } from '../../src/orders/order-place.inputs.ts'
import type { OrdersArgs } from '../../src/orders/orders.inputs.ts'
import { placeOrder } from '../../src/orders/place-order.ts'
import { previewInvoice } from '../../src/orders/preview-invoice.ts'
import { previewOrderApproval } from '../../src/orders/preview-order-approval.ts'
import { readStages } from '../../src/orders/read-stages.ts'
import { validateOrder } from '../../src/orders/validate-order.ts'
import { summarizeOrder } from '../../src/orders/summarize-order.ts'
import {
  colleague,
  completeDraft,
  eventTypes,
  key,
  openOrderWorld,
  problemsOf,
  sales,
  start,
  stranger,
  submit,
  terms,
  told,
  type OrderWorld,
} from './order-fixture.ts'

/** The shape of an input class, as a caller's plain object. */
type Plain<T> = { [K in keyof T]: T[K] }

describe('orders as a whole', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
  })
  afterAll(() => world.verbs.close())

  const complete = (): Plain<OrderPlaceInput> => ({
    organizationId: 'org_up_customer',
    items: [
      { offerId: 'off_base', quantity: '25' },
      { offerId: 'off_addon', quantity: '2', parentLineNumber: 1 },
    ],
    values: [{ key: 'tenantDomain', value: 'customer.example' }],
    lines: [{ lineNumber: 1, values: [{ key: 'siteName', value: 'Berlin' }] }],
    purchaseOrderNumber: 'PO-9',
    terms,
    idempotencyKey: key(),
  })
  const place = (input: OrderPlaceInput) => world.verbs.run(sales, (ctx) => placeOrder(ctx, input))
  const count = async () => {
    const [row] = await world.verbs.sql<{ orders: string; events: string }>(
      'SELECT (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM outbox_event) AS events',
    )
    return row
  }

  it('places an order in one call, once per key', async () => {
    const input = complete()
    const order = await place(input)
    expect(order).toMatchObject({ status: 'SUBMITTED', version: 5, purchaseOrderNumber: 'PO-9' })
    expect(order.snapshot?.totals.lineTotal.amount).toBe('296.71')
    expect(await eventTypes(world.verbs, order.id)).toEqual([
      'order.draft_created',
      'order.stage_completed',
      'order.stage_completed',
      'order.stage_completed',
      'terms.accepted',
      'order.submitted',
    ])
    const before = await count()
    expect((await place(input)).id).toBe(order.id)
    expect(await count()).toEqual(before)
  })

  it('refuses with the problems of all stages at once, and leaves nothing', async () => {
    const before = await count()
    const input = {
      ...complete(),
      items: [{ offerId: 'off_base', quantity: '999' }],
      contacts: [{ role: 'ADMIN' as const, firstName: 'A', lastName: 'B', email: 'x' }],
    }
    expect(told(await problemsOf(place(input)))).toEqual([
      'QUANTITY_TOO_HIGH items.0.quantity',
      'EMAIL_INVALID contacts.0.email',
    ])
    const { values: _values, ...unanswered } = complete()
    expect(told(await problemsOf(place(unanswered)))).toEqual([
      'PARAMETER_REQUIRED provisioning.order.tenantDomain',
      'STAGE_INCOMPLETE stages.PROVISIONING',
    ])
    const unagreed = { ...complete(), terms: { acceptedVersionIds: [] } }
    expect(told(await problemsOf(place(unagreed)))).toEqual(['TERMS_NOT_ACCEPTED terms.acceptedVersionIds'])
    expect(await count()).toEqual(before)
  })

  it('clones an order into a draft of the caller at prices of today', async () => {
    const { verbs } = world
    const source = await place(complete())
    await verbs.sql(`UPDATE offer SET status = 'END_OF_SALE' WHERE id = 'off_addon'`)
    const clone = await verbs.run(colleague, (ctx) =>
      cloneOrder(ctx, { orderId: source.id, idempotencyKey: key() }),
    )
    expect(clone).toMatchObject({
      status: 'DRAFT',
      version: 1,
      orderNumber: null,
      clonedFrom: source.id,
      requestedById: 'usr_up_colleague',
    })
    const stages = await verbs.read(colleague, (ctx) => readStages(ctx, clone))
    expect(stages.map((stage) => stage.state)).toEqual(['STALE', 'COMPLETE', 'COMPLETE', 'STALE'])
    expect(stages[0]?.problems.map((problem) => problem.code)).toEqual([
      'OFFER_NOT_FOR_SALE',
      'PRICE_EXPIRED',
    ])
    await verbs.sql(`UPDATE offer SET status = 'ON_SALE' WHERE id = 'off_addon'`)
    const unseen = verbs.run(stranger, (ctx) =>
      cloneOrder(ctx, { orderId: source.id, idempotencyKey: key() }),
    )
    expect(told(await problemsOf(unseen))).toEqual(['NOT_FOUND orderId'])
  })

  it('says before the submit what the submit will say', async () => {
    const { verbs } = world
    const draft = await start(verbs)
    const before = await count()
    const validation = await verbs.read(sales, (ctx) => validateOrder(ctx, draft.id))
    const refused = await problemsOf(submit(verbs, draft))
    expect(validation.canSubmit).toBe(false)
    expect(validation.problems.map(({ code, path }) => ({ code, path }))).toEqual(
      refused.map(({ code, path }) => ({ code, path })),
    )
    const ready = await completeDraft(verbs)
    expect(await verbs.read(sales, (ctx) => validateOrder(ctx, ready.id))).toEqual({
      canSubmit: true,
      problems: [],
    })
    expect((await count())?.orders).toBe(String(Number(before?.orders) + 1))
  })

  it('previews invoice, approval and summary', async () => {
    const { verbs } = world
    const draft = await completeDraft(verbs)
    const invoice = await verbs.read(sales, (ctx) => previewInvoice(ctx, draft))
    expect(invoice).toMatchObject({
      accountName: 'Main',
      firstInvoiceTotal: { amount: '292.50', currency: 'EUR' },
      totalContractValue: { amount: '3510.00', currency: 'EUR' },
      recurring: [{ chargePeriod: 'P1M', amount: { amount: '292.50', currency: 'EUR' } }],
      nextBillingDate: '2026-12-23',
      isEstimate: true,
    })
    const approval = await verbs.read(sales, (ctx) => previewOrderApproval(ctx, draft))
    expect(approval.steps.map((step) => step.approvers.map((one) => one.id))).toEqual([
      ['usr_up_a', 'usr_up_b'],
    ])
    const summary = await summarizeOrder(draft)
    expect(summary.provisioning).toMatchObject([{ key: 'tenantDomain', value: 'customer.example' }])
    expect(summary.lines[0]).toMatchObject({
      quantity: '25',
      provisioning: [{ key: 'siteName', value: 'Berlin' }],
    })
  })

  it('pages through orders without a gap, and shows none to another reseller', async () => {
    const { verbs } = world
    const page = (args: Partial<OrdersArgs>, actor = sales) =>
      verbs.read(actor, (ctx) => findOrders(ctx, { first: 100, ...args }))
    const all = (await page({})).nodes.map((order) => order.id)
    const paged: string[] = []
    for (let after: string | null = null, more = true; more;) {
      const { nodes, pageInfo } = await page({ first: 2, ...(after ? { after } : {}) })
      paged.push(...nodes.map((order) => order.id))
      after = pageInfo.endCursor
      more = pageInfo.hasNextPage
    }
    expect(paged).toEqual(all)
    expect((await page({ search: 'PO-9', where: { status: ['SUBMITTED'] } })).nodes).toHaveLength(2)
    expect(
      (await page({ search: 'up_custom', where: { requestedById: 'usr_up_colleague' } })).nodes,
    ).toHaveLength(1)
    expect((await page({ search: '%' })).nodes).toEqual([])
    expect((await page({}, stranger)).nodes).toEqual([])
  })

  it('costs no more statements with 50 lines than with one', async () => {
    const { verbs } = world
    const statementsOf = async (items: OrderPlaceInput['items']) => {
      const before = verbs.statements.length
      await place({ ...complete(), items, values: [], lines: [], idempotencyKey: key() })
      return verbs.statements.length - before
    }
    const many = Array.from({ length: 50 }, () => ({ offerId: 'off_free', quantity: '1' }))
    const one = await statementsOf(many.slice(0, 1))
    expect(await statementsOf(many)).toBe(one)
    expect(one).toBeLessThanOrEqual(32)
  })
})
