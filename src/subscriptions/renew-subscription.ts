import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import type { RenewalPlan } from './plan-renewal.ts'
import { renewedItem, type RenewalMarket } from './renewal-market.ts'
import { renewalSnapshot } from './renewal-snapshot.ts'
import { renewedTerms } from './renewal.rules.ts'
import type { SubscriptionRenewal } from './subscription-renewal.entity.ts'
import { subscriptionSnapshot } from './subscription-snapshot.ts'
import { subscriptionRenewed } from './renewals.events.ts'

/** A renewal that is due, as it was told. */
export interface DueRenewal {
  plan: RenewalPlan
  renewal: SubscriptionRenewal
  market: RenewalMarket
}

/**
 * Begins the next term of a locked cloud subscription, at the price that was told, and records `subscription.renewed`.
 * What was set for the renewal is used up.
 */
export function renewSubscription(
  ctx: Ctx,
  { plan, renewal, market }: DueRenewal,
  customerName: string,
): void {
  const { subscription, term, quantity } = plan
  const { offerId, unitPrice, tieredPrice } = renewal
  if (unitPrice === null) throw new Error(`Renewal ${renewal.id} has no price`)
  const item = offerId === subscription.offerId ? null : renewedItem(market, offerId)
  const { billingPeriod, paymentModel, chargeTiming } = item ?? subscription.item
  const terms = { quantity, unitPrice, billingPeriod, paymentModel, chargeTiming }
  const now = ctx.clock.now()
  Object.assign(subscription, item ? { item, offerId } : {}, renewedTerms(term, terms), {
    quantity,
    unitPrice,
    tieredPrice,
    renewalTerm: null,
    renewalQuantity: null,
    version: subscription.version + 1,
    updatedAt: now,
  })
  Object.assign(renewal, {
    status: 'RENEWED',
    renewedAt: now,
    before: plan.before,
    subscriptionVersion: subscription.version,
  })
  record(ctx, subscriptionRenewed, {
    subject: subscription,
    data: {
      subscription: subscriptionSnapshot(subscription, customerName),
      renewal: renewalSnapshot(renewal),
    },
  })
}
