import type { Ctx } from '../access/ctx.ts'
import { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { addDays, localDate, type CalendarDate } from '../platform/calendar.ts'
import { planRenewal, type RenewalPlan } from './plan-renewal.ts'
import { renewSubscription } from './renew-subscription.ts'
import { answerRenewals, openRenewalMarket } from './renewal-market.ts'
import { SubscriptionRenewal } from './subscription-renewal.entity.ts'
import { fits, tellRenewal } from './tell-renewal.ts'

const atOnce = 200

/** What a run did. */
export interface RenewalCounts {
  /** Told for the first time or anew, held ones included. */
  told: number
  renewed: number
}

/** What renews soon and is not told as it is now, what is held, and what is due; the held ones last. */
async function lockNear(
  ctx: Ctx,
  { today, noticeDays }: { today: CalendarDate; noticeDays: number },
): Promise<CloudSubscription[]> {
  const rows = await ctx.em.execute<Array<{ id: string }>>(
    `SELECT c.id FROM cloud_subscription c LEFT JOIN subscription_renewal r ON r.seller_id = c.seller_id
       AND r.subscription_id = c.id AND r.renews_on = c.commitment_end_date AND r.status <> 'RENEWED'
     WHERE c.seller_id = ? AND c.status = 'ACTIVE' AND c.cancellation_date IS NULL AND c.auto_renew
       AND c.commitment_end_date <= ?::date
       AND (r.id IS NULL OR r.status = 'HELD' OR r.subscription_version <> c.version OR c.commitment_end_date <= ?::date)
     ORDER BY r.status IS NOT DISTINCT FROM 'HELD', c.commitment_end_date, c.id LIMIT ? FOR UPDATE OF c SKIP LOCKED`,
    [ctx.actor.sellerId, addDays(today, noticeDays), today, atOnce],
  )
  const ids = rows.map(({ id }) => id)
  return ctx.em.find(CloudSubscription, { id: { $in: ids } }, { orderBy: { id: 'asc' }, refresh: true })
}

async function knownRenewals(
  ctx: Ctx,
  plans: readonly RenewalPlan[],
): Promise<Map<string, SubscriptionRenewal>> {
  const rows = await ctx.em.find(SubscriptionRenewal, {
    sellerId: ctx.actor.sellerId,
    subscriptionId: { $in: plans.map(({ subscription }) => subscription.id) },
    status: { $ne: 'RENEWED' },
  })
  const renewsOn = new Map(plans.map(({ subscription, term }) => [subscription.id, term.start]))
  const current = rows.filter((row) => renewsOn.get(row.subscriptionId) === row.renewsOn)
  return new Map(current.map((row) => [row.subscriptionId, row]))
}

async function namesOf(ctx: Ctx, plans: readonly RenewalPlan[]): Promise<(plan: RenewalPlan) => string> {
  const ids = [...new Set(plans.map(({ subscription }) => subscription.organizationId))]
  const customers = await ctx.em.find(Organization, { id: { $in: ids } })
  const nameOf = new Map(customers.map(({ id, name }) => [id, name]))
  return ({ subscription }) => nameOf.get(subscription.organizationId) ?? ''
}

/**
 * Tells of the seller's renewals `noticeDays` before their day, and carries out those whose day has come on the seller's
 * calendar: at the price that was told. A price that was told holds, whatever becomes of the lists; it is told anew only
 * when the subscription's own settings change. What cannot renew by itself is held, told once, and tried again at each
 * run. Many cost as many statements as one; what is left over is found again by the next run.
 */
export async function renewSubscriptions(ctx: Ctx, noticeDays: number): Promise<RenewalCounts> {
  const seller = await ctx.em.findOneOrFail(Organization, { id: ctx.actor.sellerId })
  const today = localDate(ctx.clock.now(), seller.timeZone)
  const near = await lockNear(ctx, { today, noticeDays })
  const plans = near.flatMap((one) => planRenewal(one, seller.timeZone) ?? [])
  if (plans.length === 0) return { told: 0, renewed: 0 }
  const known = await knownRenewals(ctx, plans)
  const market = await openRenewalMarket(ctx, seller, plans)
  const nameOf = await namesOf(ctx, plans)
  const counts = { told: 0, renewed: 0 }
  const isSettled = (plan: RenewalPlan) => {
    const renewal = known.get(plan.subscription.id)
    return renewal?.status === 'UPCOMING' && fits(renewal, plan)
  }
  const open = plans.filter((plan) => !isSettled(plan))
  for (const [index, answer] of (await answerRenewals(ctx, market, open)).entries()) {
    const plan = open[index]
    if (!plan) continue
    const { subscription } = plan
    const { renewal, isTold } = tellRenewal(
      ctx,
      { plan, answer, known: known.get(subscription.id) },
      nameOf(plan),
    )
    known.set(subscription.id, renewal)
    counts.told += isTold ? 1 : 0
  }
  for (const plan of plans) {
    const renewal = known.get(plan.subscription.id)
    if (!renewal) continue
    renewal.subscriptionVersion = plan.subscription.version
    if (renewal.status !== 'UPCOMING' || plan.term.start > today) continue
    renewSubscription(ctx, { plan, renewal, market }, nameOf(plan))
    counts.renewed += 1
  }
  return counts
}
