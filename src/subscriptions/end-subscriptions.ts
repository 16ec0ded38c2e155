import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { localDate } from '../platform/calendar.ts'
import { endSubscription } from './end-subscription.ts'

const atOnce = 200

/**
 * Ends the seller's cloud subscriptions whose last day is over on the seller's calendar, the longest overdue first;
 * answers how many. What is left over is found again by the next run.
 */
export async function endSubscriptions(ctx: Ctx): Promise<number> {
  const { sellerId } = ctx.actor
  const seller = await ctx.em.findOneOrFail(Organization, { id: sellerId })
  const today = localDate(ctx.clock.now(), seller.timeZone)
  const due = await ctx.em.find(
    CloudSubscription,
    { sellerId, status: 'ACTIVE', cancellationDate: { $lte: today } },
    {
      orderBy: { cancellationDate: 'asc', id: 'asc' },
      limit: atOnce,
      lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
    },
  )
  const customers = await ctx.em.find(Organization, { id: { $in: due.map((one) => one.organizationId) } })
  const nameOf = new Map(customers.map(({ id, name }) => [id, name]))
  for (const one of due) endSubscription(ctx, one, nameOf.get(one.organizationId) ?? '')
  return due.length
}
