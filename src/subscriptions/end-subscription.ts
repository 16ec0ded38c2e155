import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import type { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import { subscriptionSnapshot } from './subscription-snapshot.ts'
import { subscriptionCancelled } from './subscriptions.events.ts'

/** Ends a locked cloud subscription for good and records `subscription.cancelled`; nothing when it has ended already. */
export function endSubscription(ctx: Ctx, subscription: CloudSubscription, customerName: string): void {
  if (subscription.status === 'CANCELLED') return
  const now = ctx.clock.now()
  Object.assign(subscription, {
    status: 'CANCELLED',
    cancelledAt: now,
    updatedAt: now,
    nextBillingDate: null,
  })
  subscription.version += 1
  const { cancellationReason: reason } = subscription
  record(ctx, subscriptionCancelled, {
    subject: subscription,
    data: { subscription: subscriptionSnapshot(subscription, customerName), reason },
  })
}
