import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { runningPrice } from '../catalog/tiered-price.view.ts'
import { shownUnitPrice } from '../catalog/tiers.rules.ts'
import { record } from '../events/record.ts'
import { chargePeriodAround, termAround } from '../orders/change-price.rules.ts'
import { windowsAfter } from '../orders/change.rules.ts'
import { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import type { LockedLine } from '../orders/find-line-for-update.ts'
import type { LineChange } from '../orders/line-change.view.ts'
import { orderContext } from '../orders/order-context.ts'
import { termsAfter } from '../orders/price-change-line.ts'
import { localDate } from '../platform/calendar.ts'
import type { Delivered } from './activate-subscription.ts'
import { endSubscription } from './end-subscription.ts'
import { subscriptionSnapshot } from './subscription-snapshot.ts'
import {
  subscriptionCancellationScheduled,
  subscriptionChanged,
  subscriptionRenewalChanged,
} from './subscriptions.events.ts'

/** A delivered change: of what, how, and on which day of the seller's calendar. */
interface Change extends LockedLine {
  subscription: CloudSubscription
  change: LineChange
  day: string
}

function touch(ctx: Ctx, subscription: CloudSubscription): void {
  subscription.version += 1
  subscription.updatedAt = ctx.clock.now()
}

/** What every event about a change tells besides. */
function told({ order, line, subscription }: Change) {
  return {
    subscription: subscriptionSnapshot(subscription, order.parties.organization.name),
    order: { id: order.id, orderNumber: order.orderNumber },
    orderLine: { id: line.id, lineNumber: line.lineNumber },
  }
}

function changeTerms(ctx: Ctx, what: Change & { action: 'CHANGE_QUANTITY' | 'SWITCH_PLAN' }): void {
  const { subscription, line, change, day, action } = what
  const terms = termsAfter({ line, change }, day)
  const quantity = { before: subscription.quantity, after: line.quantity }
  subscription.windows = windowsAfter(subscription.windows, day, quantity)
  const { offerId, unitPrice, item, quantity: units } = line
  const planTiers = change.planTiers ?? null
  const plan =
    action === 'SWITCH_PLAN' ? { offerId, unitPrice, item, tieredPrice: planTiers, promotion: null } : {}
  Object.assign(subscription, plan, { quantity: units })
  if (subscription.tieredPrice) subscription.unitPrice = shownUnitPrice(runningPrice(subscription), units)
  if (terms) {
    const { before } = change
    const isCountedOn =
      terms.termStartDate === before.termStartDate && terms.commitmentTerm === before.commitmentTerm
    // A term that is counted on ends when it ends: what comes then is a renewal, and told.
    const term = isCountedOn
      ? {}
      : { termStartDate: terms.termStartDate, commitmentEndDate: termAround(terms, day)?.end ?? null }
    const nextBillingDate = chargePeriodAround(terms, day)?.end ?? subscription.nextBillingDate
    Object.assign(subscription, term, { nextBillingDate })
  }
  touch(ctx, subscription)
  const { offerId: oldOffer, offerName, quantity: oldQuantity } = change.before
  const before = { offerId: oldOffer, offerName, quantity: oldQuantity }
  record(ctx, subscriptionChanged, { subject: subscription, data: { ...told(what), action, before } })
}

function changeRenewal(ctx: Ctx, what: Change): void {
  const { subscription, change } = what
  subscription.autoRenew = change.autoRenew ?? subscription.autoRenew
  subscription.renewalTerm = change.renewalTerm ?? subscription.renewalTerm
  subscription.renewalQuantity = change.renewalQuantity ?? subscription.renewalQuantity
  touch(ctx, subscription)
  record(ctx, subscriptionRenewalChanged, { subject: subscription, data: told(what) })
}

function cancel(ctx: Ctx, what: Change): void {
  const { subscription, change, day, order } = what
  const { endDate, reason } = change
  Object.assign(subscription, {
    autoRenew: false,
    cancellationReason: reason,
    cancellationDate: endDate ?? day,
  })
  if (endDate === null || endDate <= day) {
    endSubscription(ctx, subscription, order.parties.organization.name)
    return
  }
  touch(ctx, subscription)
  record(ctx, subscriptionCancellationScheduled, { subject: subscription, data: { ...told(what), reason } })
}

/**
 * Carries out what a delivered line changes of its cloud subscription, under that one's lock, and records it. The vendor
 * has done it: it is carried out whatever the subscription has become meanwhile.
 */
export async function changeSubscription(ctx: Ctx, delivered: LockedLine & Delivered): Promise<void> {
  const { order, line, vendorReference, activatedAt } = delivered
  const { subscriptionId: id, change, action } = line
  const { sellerId } = order
  const subscription =
    id &&
    (await ctx.em.findOne(
      CloudSubscription,
      { id, sellerId },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    ))
  if (!subscription || !change) throw new Error(`Line ${line.id} changes nothing that can be seen`)
  const { seller } = await orderContext(ctx, order)
  const what = { order, line, subscription, change, day: localDate(activatedAt, seller.timeZone) }
  subscription.vendorReference = vendorReference
  if (action === 'CHANGE_QUANTITY' || action === 'SWITCH_PLAN') changeTerms(ctx, { ...what, action })
  else if (action === 'CHANGE_RENEWAL') changeRenewal(ctx, what)
  else cancel(ctx, what)
}
