import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { quoteOffers } from '../catalog/quote-offers.ts'
import { idempotent } from '../events/idempotent.ts'
import { notFound } from '../platform/errors.ts'
import { decimal } from '../platform/money.ts'
import { findOrder } from './find-order.ts'
import { orderContext } from './order-context.ts'
import type { OrderCloneInput } from './order-commands.inputs.ts'
import { Order, OrderLine } from './order.entity.ts'
import { orderDraftCreated } from './orders.events.ts'
import { pricesValidUntil } from './prices-valid-until.ts'
import { quotedColumns } from './quoted-columns.ts'
import { recordOrderEvent } from './record-order-event.ts'
import { recordStartDay } from './record-start-day.ts'
import { refuseOnHold } from './refuse-on-hold.ts'
import { replayOrder } from './replay-order.ts'

async function copyOf(ctx: Ctx, source: Order, orderId: string): Promise<Order> {
  const { organization, account, seller } = await orderContext(ctx, source)
  refuseOnHold(organization, account)
  const { id, name, email, kind } = ctx.actor
  const { sellerId, organizationId, accountId, contacts, purchaseOrderNumber, costCenter, invoiceEmail } =
    source
  const { billTo } = source
  const now = ctx.clock.now()
  return Object.assign(new Order(), {
    sellerId,
    organizationId,
    accountId,
    contacts,
    purchaseOrderNumber,
    costCenter,
    invoiceEmail,
    billTo,
    id: orderId,
    requestedById: id,
    parties: {
      seller: { id: seller.id, name: seller.name },
      organization: { id: organization.id, name: organization.name },
      account: { id: account.id, name: account.name },
      requestedBy: { id, name, email, kind },
    },
    type: source.type,
    currency: account.currency,
    itemsRevision: 1,
    itemsSavedAtAccount: 1,
    contactsSavedAtAccount: source.contactsSavedAtAccount === null ? null : 1,
    provisioningAnswers: source.provisioningAnswers,
    provisioningInherited: source.provisioningInherited.filter((key) => key in source.provisioningAnswers),
    provisioningSavedAtAccount: source.provisioningSavedAtAccount === null ? null : 1,
    clonedFrom: source.id,
    createdAt: now,
    updatedAt: now,
  })
}

/**
 * Copies the lines at prices of today; one that is not sold any more keeps its old price, expired, so that it shows. So
 * does one that changes what runs, because that may have changed meanwhile.
 */
async function copyLines(ctx: Ctx, source: Order, copy: Order): Promise<void> {
  const { organization } = await orderContext(ctx, source)
  const offerIds = source.lines.getItems().map((line) => line.offerId)
  const { currency } = copy
  const { path: lineage, id: buyerId } = organization
  const quotes = await quoteOffers(ctx, { offerIds, currency, lineage, organizationId: buyerId })
  const now = ctx.clock.now()
  for (const line of source.lines.getItems()) {
    const { lineNumber, parentLineNumber, offerId, quantity, item } = line
    const { unitPrice, setupFee, lineTotalMinor, pricing } = line
    const { action, subscriptionId, subscriptionVersion, change } = line
    const { coTermDate, coTermWithSubscriptionId, promotionId, promotion } = line
    const quote = line.subscriptionId === null ? quotes.get(offerId) : undefined
    const { sellerId, organizationId } = copy
    const held = { unitPrice, setupFee, lineTotalMinor, pricing, priceValidUntil: now }
    const old = { ...held, offerId, quantity, item }
    const columns = quote
      ? quotedColumns(quote, decimal(quantity).toFixed(), now)
      : { ...old, currency: line.currency }
    const created = Object.assign(new OrderLine(), columns, {
      sellerId,
      organizationId,
      lineNumber,
      parentLineNumber,
      action,
      subscriptionId,
      subscriptionVersion,
      change,
      coTermDate,
      coTermWithSubscriptionId,
      promotionId,
      promotion,
      id: ctx.ids.next('oln'),
      itemsRevision: 1,
      provisioningAnswers: line.provisioningAnswers,
      provisioningSavedAtItems: copy.provisioningSavedAtAccount,
      createdAt: now,
      updatedAt: now,
    })
    copy.lines.add(created)
  }
  copy.priceValidUntil = pricesValidUntil(copy)
}

/**
 * Copies an order of any status into a new draft of the caller, at prices of today, and records `order.draft_created`.
 * What is not sold any more is copied too and shown as a problem of its stage. Sensitive answers are not copied. Refuses NOT_FOUND, OUT_OF_REACH and holds.
 */
export async function cloneOrder(ctx: Ctx, input: OrderCloneInput): Promise<Order> {
  allow(ctx, 'ORDER_CREATE')
  const resultId = ctx.ids.next('ord')
  const work = async () => {
    const source = await findOrder(ctx, input.orderId)
    if (!source) throw notFound('order', ['orderId'])
    inWriteReach(ctx, source, ['orderId'])
    const copy = await copyOf(ctx, source, resultId)
    await copyLines(ctx, source, copy)
    await recordStartDay(ctx, copy)
    ctx.em.persist(copy)
    recordOrderEvent(ctx, orderDraftCreated, { order: copy })
    return copy
  }
  return idempotent(
    ctx,
    { operation: 'orderClone', input, resultId },
    { work, replay: (id) => replayOrder(ctx, id) },
  )
}
