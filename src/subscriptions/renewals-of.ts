import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import type { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import { loadList } from '../platform/load-list.ts'
import { SubscriptionRenewal } from './subscription-renewal.entity.ts'

const ofSubscription = {
  entity: SubscriptionRenewal,
  by: 'subscriptionId',
  orderBy: { renewsOn: 'asc', id: 'asc' },
} as const

/** The renewals that were carried out, oldest first. Many subscriptions cost one query. */
export async function renewalsOf(ctx: Ctx, subscription: CloudSubscription): Promise<SubscriptionRenewal[]> {
  allow(ctx, 'SUBSCRIPTION_READ')
  const renewals = await loadList(ctx, ofSubscription, subscription.id)
  return renewals.filter(({ status }) => status === 'RENEWED')
}

/** The renewal at the end of the term that runs, once it is told; null when it was not, or when none is wanted any more. */
export async function upcomingRenewalOf(
  ctx: Ctx,
  subscription: CloudSubscription,
): Promise<SubscriptionRenewal | null> {
  allow(ctx, 'SUBSCRIPTION_READ')
  const { status, autoRenew, cancellationDate, commitmentEndDate } = subscription
  if (status !== 'ACTIVE' || !autoRenew || cancellationDate !== null) return null
  const renewals = await loadList(ctx, ofSubscription, subscription.id)
  return renewals.find((one) => one.status !== 'RENEWED' && one.renewsOn === commitmentEndDate) ?? null
}
