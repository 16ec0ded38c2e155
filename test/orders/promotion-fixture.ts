import type { Actor } from '../../src/access/actor.ts'
import { createPromotion } from '../../src/promotions/create-promotion.ts'
import type { Promotion } from '../../src/promotions/promotion.entity.ts'
import type { PromotionCreateInput } from '../../src/promotions/promotion.inputs.ts'
import { findOrder } from '../../src/orders/find-order.ts'
import type { Order } from '../../src/orders/order.entity.ts'
import type { OrderItemInput } from '../../src/orders/order.inputs.ts'
import { placeOrder } from '../../src/orders/place-order.ts'
import { previewInvoice } from '../../src/orders/preview-invoice.ts'
import type { VerbHarness } from '../support/verbs.ts'
import { admin, key, sales, terms } from './order-fixture.ts'

/** A promotion of the world's seller: a quarter off what recurs, for three months. */
export const promotion = (
  verbs: VerbHarness,
  more: Partial<PromotionCreateInput> = {},
  actor: Actor = admin,
): Promise<Promotion> =>
  verbs.run(actor, (ctx) =>
    createPromotion(ctx, {
      code: `P-${key()}`,
      name: 'A quarter for three months',
      percentOff: '25',
      components: ['RECURRING'],
      billingPeriods: 3,
      idempotencyKey: key(),
      ...more,
    }),
  )

/** An order in one call: 25 of the base offer at 11.70 a month unless said otherwise. */
export const place = (verbs: VerbHarness, item: Partial<OrderItemInput> = {}): Promise<Order> =>
  verbs.run(sales, (ctx) =>
    placeOrder(ctx, {
      organizationId: 'org_up_customer',
      items: [{ offerId: 'off_base', quantity: '25', ...item }],
      values: [{ key: 'tenantDomain', value: 'customer.example' }],
      lines: [{ lineNumber: 1, values: [{ key: 'siteName', value: 'Berlin' }] }],
      terms,
      idempotencyKey: key(),
    }),
  )

export const previewOf = (verbs: VerbHarness, orderId: string, actor: Actor = sales) =>
  verbs.read(actor, async (ctx) => previewInvoice(ctx, (await findOrder(ctx, orderId))!))
