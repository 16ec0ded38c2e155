import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import type { RenewalPlan } from './plan-renewal.ts'
import type { RenewalAnswer } from './renewal-market.ts'
import { renewalSnapshot } from './renewal-snapshot.ts'
import { SubscriptionRenewal } from './subscription-renewal.entity.ts'
import { subscriptionSnapshot } from './subscription-snapshot.ts'
import { subscriptionRenewalHeld, subscriptionRenewalUpcoming } from './renewals.events.ts'

/** Whether a renewal that was told is still the one that the settings ask for. */
export function fits(renewal: SubscriptionRenewal, { term, quantity, before }: RenewalPlan): boolean {
  return (
    renewal.commitmentTerm === term.commitmentTerm &&
    renewal.quantity === quantity &&
    renewal.before.offerId === before.offerId
  )
}

/** What must be told again when it changes. */
const toldOf = ({
  status,
  hold,
  offerId,
  quantity,
  unitPrice,
  tieredPrice,
  commitmentTerm,
  termEndDate,
}: SubscriptionRenewal) =>
  JSON.stringify([status, hold, offerId, quantity, unitPrice, tieredPrice, commitmentTerm, termEndDate])

/**
 * Writes down how a subscription will renew, or why it cannot, and records `subscription.renewal_upcoming` or
 * `subscription.renewal_held`, unless just that was told before. Answers whether it was told.
 */
export function tellRenewal(
  ctx: Ctx,
  {
    plan,
    answer,
    known,
  }: { plan: RenewalPlan; answer: RenewalAnswer; known: SubscriptionRenewal | undefined },
  customerName: string,
): { renewal: SubscriptionRenewal; isTold: boolean } {
  const { subscription, term, quantity, before } = plan
  const { offer, decision } = answer
  const renewal = known ?? Object.assign(new SubscriptionRenewal(), { id: ctx.ids.next('ren') })
  const told = known ? toldOf(known) : ''
  Object.assign(renewal, {
    sellerId: subscription.sellerId,
    organizationId: subscription.organizationId,
    subscriptionId: subscription.id,
    subscriptionVersion: subscription.version,
    renewsOn: term.start,
    status: decision.hold === null ? 'UPCOMING' : 'HELD',
    hold: decision.hold,
    offerId: offer?.id ?? subscription.offerId,
    offerName: offer?.name ?? subscription.item.offerName,
    quantity,
    currency: subscription.currency,
    unitPrice: decision.unitPrice,
    tieredPrice: decision.tieredPrice,
    priceSource: decision.source,
    commitmentTerm: term.commitmentTerm,
    termEndDate: term.end,
    before,
  })
  if (told === toldOf(renewal)) return { renewal, isTold: false }
  renewal.toldAt = ctx.clock.now()
  ctx.em.persist(renewal)
  record(ctx, renewal.status === 'HELD' ? subscriptionRenewalHeld : subscriptionRenewalUpcoming, {
    subject: subscription,
    data: {
      subscription: subscriptionSnapshot(subscription, customerName),
      renewal: renewalSnapshot(renewal),
    },
  })
  return { renewal, isTold: true }
}
