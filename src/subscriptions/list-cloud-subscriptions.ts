import type { FilterQuery } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, instantInCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import { isCalendarDate } from '../platform/calendar.ts'
import { refuse } from '../platform/errors.ts'
import { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import type { CloudSubscriptionsArgs, CloudSubscriptionsWhere } from './subscriptions.inputs.ts'

function conditions(
  where: CloudSubscriptionsWhere | null | undefined,
): Array<FilterQuery<CloudSubscription>> {
  const { organizationId, status, commitmentEndsBy } = where ?? {}
  if (commitmentEndsBy && !isCalendarDate(commitmentEndsBy))
    throw refuse('DATE_INVALID', 'Enter a day that exists, in the form 2026-12-31.', [
      'where',
      'commitmentEndsBy',
    ])
  return [
    ...(organizationId ? [{ organizationId }] : []),
    ...(status ? [{ status }] : []),
    ...(commitmentEndsBy ? [{ commitmentEndDate: { $lte: commitmentEndsBy } }] : []),
  ]
}

function afterCursor(cursor: string | null | undefined): Array<FilterQuery<CloudSubscription>> {
  if (!cursor) return []
  const [instant, id] = decodeCursor(cursor, 2).map(String)
  const createdAt = instantInCursor(instant)
  return [{ $or: [{ createdAt: { $lt: createdAt } }, { createdAt, id: { $lt: id ?? '' } }] }]
}

/** Cloud subscriptions that the caller may see and that match, newest first. */
export async function listCloudSubscriptions(
  ctx: Ctx,
  args: CloudSubscriptionsArgs,
): Promise<Page<CloudSubscription>> {
  allow(ctx, 'SUBSCRIPTION_READ')
  const limit = pageSize(args.first) + 1
  const rows = await ctx.em.find(
    CloudSubscription,
    { $and: [...conditions(args.where), ...afterCursor(args.after)] },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit },
  )
  return toPage(rows, args, (row) => [row.createdAt.toISOString(), row.id])
}
