import { LockMode } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { idempotent } from '../events/idempotent.ts'
import { record } from '../events/record.ts'
import { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import { requireVersion } from '../orders/require-version.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { isCalendarDate, localDate } from '../platform/calendar.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { load } from '../platform/load.ts'
import { SubscriptionBillingReference } from './subscription-billing-reference.entity.ts'
import { subscriptionSnapshot } from './subscription-snapshot.ts'
import { subscriptionBillingReferenceChanged } from './subscriptions.events.ts'
import type { CloudSubscriptionSetBillingReferenceInput } from './subscriptions.inputs.ts'

async function lock(ctx: Ctx, id: string): Promise<CloudSubscription> {
  const seen = await ctx.em.findOne(CloudSubscription, { id })
  if (!seen) throw notFound('cloud subscription', ['cloudSubscriptionId'])
  inWriteReach(ctx, seen, ['cloudSubscriptionId'])
  return ctx.em.refreshOrFail(seen, { lockMode: LockMode.PESSIMISTIC_WRITE })
}

function referenceOf(text: string | null | undefined): string | null {
  const reference = text?.trim() || null
  if (reference === null || reference.length <= 80) return reference
  throw refuse('TEXT_TOO_LONG', 'Use at most 80 characters.', ['billingReference'])
}

async function set(
  ctx: Ctx,
  subscription: CloudSubscription,
  input: CloudSubscriptionSetBillingReferenceInput,
): Promise<CloudSubscription> {
  requireVersion(subscription, input.expectedVersion)
  const { id: subscriptionId, sellerId, organizationId } = subscription
  const [seller, customer] = await Promise.all([
    load(ctx, Organization, sellerId),
    load(ctx, Organization, organizationId),
  ])
  const now = ctx.clock.now()
  const effectiveFrom = input.effectiveFrom ?? localDate(now, seller?.timeZone ?? 'UTC')
  if (!isCalendarDate(effectiveFrom))
    throw refuse('DATE_INVALID', 'Use a day of the form yyyy-mm-dd.', ['effectiveFrom'])
  const reference = referenceOf(input.billingReference)
  const { kind, id, name } = ctx.actor
  ctx.em.persist(
    Object.assign(new SubscriptionBillingReference(), {
      id: ctx.ids.next('sbr'),
      sellerId,
      organizationId,
      subscriptionId,
      reference,
      effectiveFrom,
      setBy: { kind, id, name },
      setAt: now,
    }),
  )
  subscription.version += 1
  subscription.updatedAt = now
  record(ctx, subscriptionBillingReferenceChanged, {
    subject: subscription,
    data: {
      subscription: subscriptionSnapshot(subscription, customer?.name ?? ''),
      billingReference: reference,
      effectiveFrom,
    },
  })
  return subscription
}

/**
 * Sets what invoices of a cloud subscription carry from a day on, past or future, and records
 * `subscription.billing_reference_changed`; what was set before is kept. Refuses NOT_FOUND, OUT_OF_REACH,
 * VERSION_CONFLICT, TEXT_TOO_LONG and DATE_INVALID.
 */
export async function setBillingReference(
  ctx: Ctx,
  input: CloudSubscriptionSetBillingReferenceInput,
): Promise<CloudSubscription> {
  allow(ctx, 'SUBSCRIPTION_BILLING')
  const subscription = await lock(ctx, input.cloudSubscriptionId)
  return idempotent(
    ctx,
    { operation: 'cloudSubscriptionSetBillingReference', input, resultId: subscription.id },
    { work: () => set(ctx, subscription, input), replay: () => Promise.resolve(subscription) },
  )
}
