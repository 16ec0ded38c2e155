import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import type { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import { subscriptionSnapshot } from './subscription-snapshot.ts'
import { subscriptionExpired } from './renewals.events.ts'
import { subscriptionCancelled } from './subscriptions.events.ts'

/**
 * Ends a locked cloud subscription for good; nothing when it has ended already. Somebody wanted that: CANCELLED,
 * `subscription.cancelled`; nobody wanted it to renew: EXPIRED, `subscription.expired`.
 */
export function endSubscription(ctx: Ctx, subscription: CloudSubscription, customerName: string): void {
  if (subscription.status === 'CANCELLED' || subscription.status === 'EXPIRED') return
  const isCancelled = subscription.cancellationDate !== null
  const now = ctx.clock.now()
  Object.assign(subscription, {
    status: isCancelled ? 'CANCELLED' : 'EXPIRED',
    cancelledAt: now,
    updatedAt: now,
    nextBillingDate: null,
  })
  subscription.version += 1
  const { cancellationReason: reason } = subscription
  const told = { subscription: subscriptionSnapshot(subscription, customerName) }
  if (isCancelled) record(ctx, subscriptionCancelled, { subject: subscription, data: { ...told, reason } })
  else record(ctx, subscriptionExpired, { subject: subscription, data: told })
}
