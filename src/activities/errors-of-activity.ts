import type { FilterQuery } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, pageSize, refuseCursor, toPage, type Page, type PageArgs } from '../platform/page.ts'
import { ActivityError } from './activity-error.entity.ts'
import type { Activity } from './activity.entity.ts'

function afterCursor(cursor: string | null | undefined): Array<FilterQuery<ActivityError>> {
  if (!cursor) return []
  const [position = NaN, ordinal = NaN] = decodeCursor(cursor, 2).map(Number)
  if (!Number.isInteger(position) || !Number.isInteger(ordinal)) throw refuseCursor()
  return [{ $or: [{ position: { $gt: position } }, { position, ordinal: { $gt: ordinal } }] }]
}

/** What an activity left out and why, in the order of its items. */
export async function errorsOfActivity(
  ctx: Ctx,
  activity: Activity,
  args: PageArgs,
): Promise<Page<ActivityError>> {
  allow(ctx, 'ACTIVITY_READ')
  const limit = pageSize(args.first) + 1
  const { sellerId, id: activityId } = activity
  const rows = await ctx.em.find(
    ActivityError,
    { $and: [{ sellerId, activityId }, ...afterCursor(args.after)] },
    { orderBy: { position: 'asc', ordinal: 'asc' }, limit },
  )
  return toPage(rows, args, (row) => [row.position, row.ordinal])
}
