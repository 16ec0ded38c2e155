import type { Ctx } from '../access/ctx.ts'
import { isForSale } from '../catalog/is-for-sale.ts'
import { localDate, type CalendarDate } from '../platform/calendar.ts'
import { orderability } from '../organizations/orderability.rules.ts'
import { sharedEnd } from './change.rules.ts'
import type { CloudSubscription } from './cloud-subscription.entity.ts'
import { coTermFacts } from './co-term-facts.ts'
import { findSubscriptions } from './find-subscriptions.ts'
import { isEditable } from './lifecycle.rules.ts'
import { orderContext, type OrderContext } from './order-context.ts'
import type { Order, OrderLine } from './order.entity.ts'
import { promotionsOf, promotionStates, type PromotionStates } from './promotion-states.ts'
import { runningSubscription } from './running-subscription.ts'
import { startDayOf } from './start-day.rules.ts'
import { subscriptionStates, type SubscriptionStates } from './subscription-states.ts'
import type { LineFacts, PriceFacts, StageFacts } from './stage-facts.ts'

/** What the stages are judged by, besides the order itself. */
export interface FactSources {
  organization: Pick<OrderContext['organization'], 'status'>
  account: Pick<OrderContext['account'], 'status'>
  now: Date
  /** Ids of the offers that are sold now; null: not judged, because the order is frozen or was quoted just now. */
  forSale: ReadonlySet<string> | null
  /** What the order changes, as it is now; absent or null: not judged, for the same reasons. */
  subscriptions?: SubscriptionStates | null
  /** Of the seller; absent: the day that was recorded counts, or that of UTC. */
  timeZone?: string
  /** When the subscriptions end that lines end with, by id; absent: not judged. */
  sharedEnds?: ReadonlyMap<string, CalendarDate | null>
  /** How the promotions of its lines stand; absent: not judged. */
  promotions?: PromotionStates
}

/** What the promotion of a line is judged by. */
function promotedFacts(
  { organizationId }: Order,
  line: OrderLine,
  sources: FactSources,
): Pick<LineFacts, 'promotion'> {
  const { promotionId, promotion, item, offerId, setupFee } = line
  const { promotions } = sources
  if (promotionId === null || !promotion || !promotions) return {}
  const { productId, vendorId, paymentModel } = item
  return {
    promotion: {
      code: promotion.code,
      promotion: promotions.states.get(promotionId) ?? null,
      offer: { offerId, productId, vendorId, paymentModel, setupFee },
      organizationId,
      isNewCustomer: promotions.isNewCustomer,
    },
  }
}

/** What the end of a line is judged by. */
function coTermFactsOf(order: Order, line: OrderLine, sources: FactSources): Pick<LineFacts, 'coTerm'> {
  const { now, timeZone, sharedEnds } = sources
  const day = timeZone === undefined ? order.startDay : startDayOf(order, { now, timeZone })
  const facts = coTermFacts(line, day ?? localDate(now, 'UTC'))
  if (!facts || !sharedEnds || facts.sharedWith === null) return { coTerm: facts }
  return { coTerm: { ...facts, sharedEnd: sharedEnds.get(facts.sharedWith) ?? null } }
}

/** Unit prices before and after the last quote, when unit price or setup fee differ. */
function replacedPrice({ pricing, unitPrice }: OrderLine): PriceFacts | null {
  return pricing?.replaced ? { before: pricing.replaced.unitPrice, now: unitPrice } : null
}

function subscriptionFacts(line: OrderLine, sources: FactSources): Pick<LineFacts, 'subscription'> {
  const { subscriptionId, subscriptionVersion, action, change, offerId } = line
  if (subscriptionId === null) return {}
  const today = localDate(sources.now, sources.timeZone ?? 'UTC')
  const now = sources.subscriptions?.get(subscriptionId) ?? null
  return { subscription: { action, change, offerId, seenVersion: subscriptionVersion ?? 0, today, now } }
}

/** More of what runs, or less, may be ordered for as long as it runs. */
function isSold({ offerId, action }: OrderLine, forSale: FactSources['forSale']): boolean {
  return (action !== 'ADD' && action !== 'SWITCH_PLAN') || forSale === null || forSale.has(offerId)
}

function lineFacts(order: Order, line: OrderLine, sources: FactSources): LineFacts {
  const { item } = line
  return {
    ...subscriptionFacts(line, sources),
    ...coTermFactsOf(order, line, sources),
    ...promotedFacts(order, line, sources),
    lineNumber: line.lineNumber,
    parentLineNumber: line.parentLineNumber,
    offerId: line.offerId,
    quantity: line.quantity,
    changedAtItemsRevision: line.itemsRevision,
    offer: {
      name: item.offerName,
      skuCode: item.skuCode,
      isForSale: isSold(line, sources.forSale),
      min: item.minQuantity,
      max: item.maxQuantity,
      step: item.quantityStep,
      addOnOfSkus: item.addOnOf,
      excludesSkus: item.excludes,
    },
    price: {
      currency: line.currency,
      validUntil: line.priceValidUntil.toISOString(),
      replaces: replacedPrice(line),
    },
  }
}

/** The order as the stage rules see it. Its lines must be loaded. */
export function stageFacts(order: Order, sources: FactSources): StageFacts {
  const lines = order.lines.getItems().toSorted((a, b) => a.lineNumber - b.lineNumber)
  const byLine = <T>(pick: (line: OrderLine) => T) =>
    Object.fromEntries(lines.map((line) => [line.lineNumber, pick(line)]))
  const { canOrder } = orderability(sources.organization, sources.account)
  return {
    status: order.status,
    now: sources.now.toISOString(),
    currency: order.currency,
    accountRevision: order.accountRevision,
    account: { id: order.accountId, status: canOrder ? 'ACTIVE' : 'ON_HOLD' },
    items: {
      lines: lines.map((line) => lineFacts(order, line, sources)),
      savedAtAccountRevision: order.itemsSavedAtAccount,
    },
    contacts: {
      list: order.contacts,
      billingAddress: order.billTo?.address ?? null,
      savedAtAccountRevision: order.contactsSavedAtAccount,
    },
    provisioning: {
      definitions: byLine((line) => line.item.parameters),
      orderValues: order.provisioningAnswers,
      sealed: {
        order: Object.keys(order.provisioningSecrets),
        lines: byLine((line) => Object.keys(line.provisioningSecrets)),
      },
      lineValues: byLine((line) => line.provisioningAnswers),
      savedAtAccountRevision: order.provisioningSavedAtAccount,
      savedAtItemsRevision: byLine((line) => line.provisioningSavedAtItems ?? undefined),
    },
  }
}

/** Which of the order's offers are sold now; one query for many orders. */
async function offersForSale(ctx: Pick<Ctx, 'em'>, order: Order): Promise<Set<string>> {
  const offerIds = order.lines.getItems().map((line) => line.offerId)
  const sold = await Promise.all(offerIds.map((offerId) => isForSale(ctx, offerId)))
  return new Set(offerIds.filter((_, index) => sold[index]))
}

/** The subscriptions that lines of an editable order end with; nothing is asked when there are none. */
async function sharedSubscriptions(ctx: Pick<Ctx, 'em'>, order: Order): Promise<CloudSubscription[]> {
  const ids = order.lines.getItems().flatMap(({ coTermWithSubscriptionId: id }) => id ?? [])
  if (ids.length === 0 || !isEditable(order.status)) return []
  return [...(await findSubscriptions(ctx, order, [...new Set(ids)])).values()]
}

/** Reads all that the four stages of an order are judged by: three queries, five when it changes what runs, one more when
 * lines end with what runs, three more when they have promotions. */
export async function orderFacts(ctx: Pick<Ctx, 'em' | 'clock'>, order: Order): Promise<StageFacts> {
  const [{ organization, account, seller }, forSale, subscriptions, shared, promoted] = await Promise.all([
    orderContext(ctx, order),
    isEditable(order.status) ? offersForSale(ctx, order) : null,
    subscriptionStates(ctx, order),
    sharedSubscriptions(ctx, order),
    isEditable(order.status) ? promotionsOf(ctx, order) : [],
  ])
  const promotions = await promotionStates(ctx, order, promoted)
  const { timeZone } = seller
  const now = ctx.clock.now()
  const day = startDayOf(order, { now, timeZone })
  const sharedEnds = new Map(
    shared.map((one) => [one.id, sharedEnd(runningSubscription(one, timeZone), day)]),
  )
  const judged = isEditable(order.status) ? { promotions } : {}
  const sources = { organization, account, forSale, subscriptions, timeZone, now, sharedEnds, ...judged }
  return stageFacts(order, sources)
}
