import type { Ctx } from '../access/ctx.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { isCalendarDate, type CalendarDate } from '../platform/calendar.ts'
import type { Problem } from '../platform/errors.ts'
import { load } from '../platform/load.ts'
import { sharedEnd } from './change.rules.ts'
import { findSubscriptions } from './find-subscriptions.ts'
import type { OrderItemConditionsInput } from './order-item-conditions.inputs.ts'
import type { Order } from './order.entity.ts'
import { runningSubscription } from './running-subscription.ts'
import { startDayOf } from './start-day.rules.ts'

/** The day that an item ends, and with what; nulls: it has a term of its own. */
export interface CoTerm {
  coTermDate: CalendarDate | null
  coTermWithSubscriptionId: string | null
}

/** What the items say of their ends, in their order. */
export interface CoTerms {
  /** The day that the order would start, on the seller's calendar. */
  startDay: CalendarDate
  ends: CoTerm[]
  /** Ends that cannot be read, with paths that begin at the item's index. */
  problems: Problem[]
}

function problem(index: number, field: string, [code, message]: readonly [string, string]): Problem {
  return { code, message, path: [String(index), field] }
}

function unreadable(
  { coTermDate, coTermWithSubscriptionId }: OrderItemConditionsInput,
  index: number,
): Problem[] {
  if (!coTermDate) return []
  if (!isCalendarDate(coTermDate))
    return [problem(index, 'coTermDate', ['DATE_INVALID', 'Enter a day as yyyy-mm-dd.'])]
  if (!coTermWithSubscriptionId) return []
  const message = 'Name a day or a subscription to end with, not both.'
  return [problem(index, 'coTermWithSubscriptionId', ['CO_TERM_AMBIGUOUS', message])]
}

/**
 * Reads when items end: on the day that they name, or with the subscription that they name. Two queries at most,
 * whatever the number of items.
 */
export async function readCoTerms(
  ctx: Ctx,
  order: Order,
  items: readonly OrderItemConditionsInput[],
): Promise<CoTerms> {
  const ids = [...new Set(items.flatMap((item) => item.coTermWithSubscriptionId ?? []))]
  const seller = await load(ctx, Organization, order.sellerId)
  const timeZone = seller?.timeZone ?? 'UTC'
  const startDay = startDayOf(order, { now: ctx.clock.now(), timeZone })
  const subscriptions = await findSubscriptions(ctx, order, ids)
  const problems = items.flatMap(unreadable)
  const ends = items.map(({ coTermDate, coTermWithSubscriptionId }, index): CoTerm => {
    const none = { coTermDate: null, coTermWithSubscriptionId: null }
    if (!coTermWithSubscriptionId) return { ...none, coTermDate: coTermDate ?? null }
    const found = subscriptions.get(coTermWithSubscriptionId)
    const end = found && sharedEnd(runningSubscription(found, timeZone), startDay)
    if (end) return { coTermDate: end, coTermWithSubscriptionId }
    const told = found
      ? (['SUBSCRIPTION_NOT_ACTIVE', 'This subscription has ended. Choose one that runs, or a day.'] as const)
      : (['NOT_FOUND', 'This customer has no such subscription. Check the id.'] as const)
    problems.push(problem(index, 'coTermWithSubscriptionId', told))
    return none
  })
  return { startDay, ends, problems }
}
