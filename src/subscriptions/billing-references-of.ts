import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import type { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { localDate } from '../platform/calendar.ts'
import { loadList } from '../platform/load-list.ts'
import { load } from '../platform/load.ts'
import { SubscriptionBillingReference } from './subscription-billing-reference.entity.ts'

const ofSubscription = {
  entity: SubscriptionBillingReference,
  by: 'subscriptionId',
  orderBy: { effectiveFrom: 'desc', setAt: 'desc', id: 'desc' },
} as const

/** What invoices carried and will carry, the latest day first; of one day, what was set last comes first. */
export async function billingReferencesOf(
  ctx: Ctx,
  subscription: CloudSubscription,
): Promise<SubscriptionBillingReference[]> {
  allow(ctx, 'SUBSCRIPTION_READ')
  return loadList(ctx, ofSubscription, subscription.id)
}

/** What invoices of today carry, on the seller's calendar. */
export async function currentBillingReference(
  ctx: Ctx,
  subscription: CloudSubscription,
): Promise<string | null> {
  const references = await billingReferencesOf(ctx, subscription)
  const seller = await load(ctx, Organization, subscription.sellerId)
  const today = localDate(ctx.clock.now(), seller?.timeZone ?? 'UTC')
  return references.find(({ effectiveFrom }) => effectiveFrom <= today)?.reference ?? null
}
