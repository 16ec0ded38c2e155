import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { localDate, type CalendarDate } from '../platform/calendar.ts'
import { endSubscription } from './end-subscription.ts'

const atOnce = 200

/** What is cancelled for a day that has come, and what does not renew though its term is over. */
function lockDue({ em, actor }: Ctx, today: CalendarDate): Promise<CloudSubscription[]> {
  const isOver = [
    { cancellationDate: { $lte: today } },
    { cancellationDate: null, autoRenew: false, commitmentEndDate: { $lte: today } },
  ]
  return em.find(
    CloudSubscription,
    { sellerId: actor.sellerId, status: 'ACTIVE', $or: isOver },
    {
      orderBy: { cancellationDate: 'asc', commitmentEndDate: 'asc', id: 'asc' },
      limit: atOnce,
      lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
    },
  )
}

/** What runs on something that ends without being cancelled: it ends with it. Who cancels names the add-ons too. */
function lockAddOns({ em, actor }: Ctx, due: readonly CloudSubscription[]): Promise<CloudSubscription[]> {
  const ids = due.map(({ id }) => id)
  return em.find(
    CloudSubscription,
    { sellerId: actor.sellerId, status: 'ACTIVE', baseSubscriptionId: { $in: ids }, id: { $nin: ids } },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
  )
}

/**
 * Ends the seller's cloud subscriptions whose last day is over on the seller's calendar, the longest overdue first, with
 * what runs on them; answers how many. What is left over is found again by the next run.
 */
export async function endSubscriptions(ctx: Ctx): Promise<number> {
  const seller = await ctx.em.findOneOrFail(Organization, { id: ctx.actor.sellerId })
  const due = await lockDue(ctx, localDate(ctx.clock.now(), seller.timeZone))
  const ending = [...due, ...(await lockAddOns(ctx, due))]
  const customers = await ctx.em.find(Organization, { id: { $in: ending.map((one) => one.organizationId) } })
  const nameOf = new Map(customers.map(({ id, name }) => [id, name]))
  for (const one of ending) endSubscription(ctx, one, nameOf.get(one.organizationId) ?? '')
  return ending.length
}
