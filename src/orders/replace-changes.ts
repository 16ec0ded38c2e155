import type { Ctx } from '../access/ctx.ts'
import { quoteOffers, type OfferQuote } from '../catalog/quote-offers.ts'
import { coTermProblem } from '../catalog/co-term.rules.ts'
import { quantityProblem } from '../catalog/pricing.rules.ts'
import { promotionProblem } from '../promotions/promotion.rules.ts'
import { localDate } from '../platform/calendar.ts'
import { refuseAll, type Problem } from '../platform/errors.ts'
import { decimal } from '../platform/money.ts'
import { changedColumns } from './changed-columns.ts'
import type { OrderChangeInput } from './change.inputs.ts'
import { isActionOf, planChange, type TargetOffer, type WantedChange } from './change.rules.ts'
import { coTermFacts } from './co-term-facts.ts'
import { CloudSubscription } from './cloud-subscription.entity.ts'
import { findSubscriptions } from './find-subscriptions.ts'
import { numberChanges } from './number-changes.ts'
import { orderContext } from './order-context.ts'
import { OrderLine, type Order } from './order.entity.ts'
import { pricesValidUntil } from './prices-valid-until.ts'
import { quotedColumns } from './quoted-columns.ts'
import {
  lineCodeOf,
  promotedBy,
  readPromotions,
  type EnteredPromotions,
  type LineCode,
} from './read-promotions.ts'
import { readCoTerms, type CoTerm, type CoTerms } from './read-co-terms.ts'
import { runningSubscription } from './running-subscription.ts'
import { shapeProblems } from './selection.ts'

/** What the changes are read against. */
interface Market {
  order: Order
  subscriptions: ReadonlyMap<string, CloudSubscription>
  quotes: ReadonlyMap<string, OfferQuote>
  timeZone: string
  now: Date
  /** When add-ons end. */
  coTerms: CoTerms
  ends: ReadonlyMap<OrderChangeInput, CoTerm>
  /** Behind the codes of add-ons. */
  entered: EnteredPromotions
}

const ownTerm: CoTerm = { coTermDate: null, coTermWithSubscriptionId: null }
const unconditional: CoTerm & LineCode = { ...ownTerm, promotionId: null, promotion: null }

type Columns = Partial<OrderLine>
type Read = { columns: Columns } | { problem: Omit<Problem, 'path'> & { field: string } }

function refused(code: string, field: string, message: string): Read {
  return { problem: { code, field, message } }
}

function targetOf(quote: OfferQuote | undefined): TargetOffer | null {
  if (!quote) return null
  const { id: offerId, productId, commitmentTerm, billingPeriod, paymentModel, chargeTiming } = quote.offer
  const { minQuantity: min, maxQuantity: max, quantityStep: step } = quote.offer
  const range = { min, max, step }
  return { offerId, productId, range, commitmentTerm, billingPeriod, paymentModel, chargeTiming }
}

/** An add-on to what runs. */
function readAddOn(input: OrderChangeInput, base: CloudSubscription, market: Market): Read {
  const quote = market.quotes.get(input.offerId ?? '')
  if (!quote)
    return refused('OFFER_NOT_AVAILABLE', 'offerId', 'Name an add-on that is sold to this customer.')
  if (!quote.offer.addOnOf.includes(base.item.skuCode)) {
    const message = `"${quote.offer.name}" is no add-on of ${base.item.skuCode}; order it with one of its bases.`
    return refused('ADDON_BASE_MISSING', 'offerId', message)
  }
  const { minQuantity: min, maxQuantity: max, quantityStep: step } = quote.offer
  const invalid = quantityProblem(input.quantity ?? '', { min, max, step })
  if (invalid) return refused(invalid.code, 'quantity', invalid.message)
  const coTerm = market.ends.get(input) ?? ownTerm
  const columns = { ...quotedColumns(quote, decimal(input.quantity ?? '').toFixed(), market.now), ...coTerm }
  const end = coTermFacts(columns, market.coTerms.startDay)
  const endless = end && coTermProblem(end.line, end.end)
  if (endless) return refused(endless.code, 'coTermDate', endless.message)
  const promoted = promotedBy(market.entered, input, quote)
  const useless = promoted && promotionProblem(promoted, market.now.toISOString())
  if (useless) return refused(useless.code, 'promotionCode', useless.message)
  return { columns: { ...columns, ...lineCodeOf(market.entered, input), change: null } }
}

function wantedOf(input: OrderChangeInput, action: WantedChange['action']): WantedChange {
  const { quantity, autoRenew, renewalTerm, renewalQuantity, reason, when } = input
  return { action, quantity, autoRenew, renewalTerm, renewalQuantity, reason, when }
}

function readChange(input: OrderChangeInput, subscription: CloudSubscription, market: Market): Read {
  const { action } = input
  const { order, quotes, timeZone, now } = market
  if (action === 'ADD') return readAddOn(input, subscription, market)
  if (input.coTermDate || input.coTermWithSubscriptionId)
    return refused('CO_TERM_NOT_POSSIBLE', 'coTermDate', 'Only an add-on (ADD) can end with something else.')
  if (input.promotionCode)
    return refused(
      'PROMOTION_NOT_APPLICABLE',
      'promotionCode',
      'Only an add-on (ADD) takes a promotion code.',
    )
  const quote = action === 'SWITCH_PLAN' ? quotes.get(input.offerId ?? '') : undefined
  const planned = planChange({
    wanted: wantedOf(input, action),
    subscription: runningSubscription(subscription, timeZone),
    target: targetOf(quote),
    today: localDate(now, timeZone),
  })
  if (!planned.ok) return { problem: planned.problem }
  const { change, quantity } = planned
  const { currency } = order
  return {
    columns: changedColumns({ action, change, quantity, currency }, { subscription, quote, now, timeZone }),
  }
}

function read(input: OrderChangeInput, market: Market): Read {
  const { order, subscriptions } = market
  const subscription = subscriptions.get(input.cloudSubscriptionId)
  if (!subscription)
    return refused(
      'NOT_FOUND',
      'cloudSubscriptionId',
      'This customer has no such subscription. Check the id.',
    )
  if (!isActionOf(order.type, input.action)) {
    const message = `An order of type ${order.type} cannot hold ${input.action}. CANCEL needs CANCELLATION, all others CHANGE.`
    return refused('ACTION_NOT_OF_TYPE', 'action', message)
  }
  if (subscription.currency !== order.currency) {
    const message = `The subscription is charged in ${subscription.currency}; use an account in that currency.`
    return refused('CURRENCY_MISMATCH', 'cloudSubscriptionId', message)
  }
  if (subscription.status !== 'ACTIVE' || subscription.cancellationDate !== null)
    return refused(
      'SUBSCRIPTION_NOT_ACTIVE',
      'cloudSubscriptionId',
      'This subscription has ended, or its end is ordered already. Choose one that runs.',
    )
  const result = readChange(input, subscription, market)
  if ('problem' in result) return result
  const { id: subscriptionId, version: subscriptionVersion } = subscription
  const concerned = { action: input.action, subscriptionId, subscriptionVersion }
  return { columns: { ...unconditional, ...result.columns, ...concerned } }
}

/** Each subscription is changed by one line; it may get several add-ons. */
function repeated(changes: readonly OrderChangeInput[]): Problem[] {
  const seen = new Set<string>()
  return changes.flatMap(({ cloudSubscriptionId: id, action }, index): Problem[] => {
    if (action === 'ADD' || !seen.has(id)) return action === 'ADD' ? [] : (seen.add(id), [])
    const path = ['changes', String(index), 'cloudSubscriptionId']
    return [{ code: 'SUBSCRIPTION_REPEATED', message: 'Change each subscription by one line.', path }]
  })
}

/** What has add-ons is cancelled with them. */
async function orphans(ctx: Ctx, order: Order, changes: readonly OrderChangeInput[]): Promise<Problem[]> {
  if (order.type !== 'CANCELLATION') return []
  const ids = changes.map((change) => change.cloudSubscriptionId)
  const { sellerId } = order
  const left = await ctx.em.find(CloudSubscription, {
    sellerId,
    baseSubscriptionId: { $in: ids },
    id: { $nin: ids },
    status: 'ACTIVE',
    cancellationDate: null,
  })
  const byBase = Map.groupBy(left, (one) => one.baseSubscriptionId ?? '')
  return ids.flatMap((id, index): Problem[] => {
    const names = byBase.get(id)?.map((one) => one.id)
    const message = `Its add-ons run on it; cancel them in this order too: ${names?.join(', ')}.`
    const path = ['changes', String(index), 'cloudSubscriptionId']
    return names ? [{ code: 'ADDONS_STILL_RUN', message, path }] : []
  })
}

async function marketOf(ctx: Ctx, order: Order, changes: readonly OrderChangeInput[]): Promise<Market> {
  const ids = [...new Set(changes.map((change) => change.cloudSubscriptionId))]
  const offerIds = [...new Set(changes.flatMap(({ offerId }) => offerId ?? []))]
  const { organization, seller } = await orderContext(ctx, order)
  const subscriptions = await findSubscriptions(ctx, order, ids)
  const { currency } = order
  const { path: lineage, id: organizationId } = organization
  const quotes = await quoteOffers(ctx, { offerIds, currency, lineage, organizationId })
  const coTerms = await readCoTerms(ctx, order, changes)
  const ends = new Map(changes.map((change, index) => [change, coTerms.ends[index] ?? ownTerm]))
  const { timeZone } = seller
  const entered = await readPromotions(ctx, order, changes)
  return { order, subscriptions, quotes, timeZone, now: ctx.clock.now(), coTerms, ends, entered }
}

function write(ctx: Ctx, order: Order, wanted: { lineNumber: number; columns: Columns }): void {
  const { lineNumber, columns } = wanted
  const known = order.lines.getItems().find((line) => line.lineNumber === lineNumber)
  const { sellerId, organizationId, itemsRevision } = order
  // Nothing is asked of what runs; an add-on that stays what it was keeps its answers.
  const staysOn = !columns.change && known?.offerId === columns.offerId
  const forgets = staysOn ? {} : { provisioningAnswers: {}, provisioningSavedAtItems: null }
  if (known) {
    const revision = staysOn && known.quantity === columns.quantity ? known.itemsRevision : itemsRevision
    Object.assign(known, columns, forgets, { itemsRevision: revision })
    return
  }
  const id = ctx.ids.next('oln')
  const made = { id, sellerId, organizationId, lineNumber, itemsRevision, createdAt: ctx.clock.now() }
  order.lines.add(Object.assign(new OrderLine(), made, columns))
}

/**
 * Replaces the lines of an editable order that changes or cancels subscriptions; what is bought anew is quoted in one
 * query, what runs keeps its price. Refuses with all problems at once at `['changes', i, ...]`, and then nothing is
 * changed.
 */
export async function replaceChanges(
  ctx: Ctx,
  order: Order,
  changes: readonly OrderChangeInput[],
): Promise<void> {
  const items = changes.map(({ lineNumber = null }) => ({ offerId: '', quantity: '', lineNumber }))
  const asChanges = (path: string[]) => ['changes', ...path.slice(1)]
  refuseAll(shapeProblems(items).map((problem) => ({ ...problem, path: asChanges(problem.path) })))
  const market = await marketOf(ctx, order, changes)
  const results = changes.map((change) => read(change, market))
  const wrong = results.flatMap((result, index): Problem[] => {
    if (!('problem' in result)) return []
    const { code, message, field } = result.problem
    return [{ code, message, path: ['changes', String(index), field] }]
  })
  const misread = market.coTerms.problems.map((one) => ({ ...one, path: ['changes', ...one.path] }))
  refuseAll([...wrong, ...misread, ...repeated(changes), ...(await orphans(ctx, order, changes))])
  const numbers = numberChanges(changes, order.lines.getItems())
  const kept = new Set(numbers)
  order.itemsRevision += 1
  order.lines.remove(order.lines.getItems().filter((line) => !kept.has(line.lineNumber)))
  results.forEach((result, index) => {
    if ('columns' in result) write(ctx, order, { lineNumber: numbers[index] ?? 0, columns: result.columns })
  })
  order.itemsSavedAtAccount = order.accountRevision
  order.priceValidUntil = pricesValidUntil(order)
}
