import type { FilterQuery } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, instantInCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import type { ActivitiesArgs, ActivityWhere } from './activities.inputs.ts'
import { Activity } from './activity.entity.ts'

function conditions(ctx: Ctx, where: ActivityWhere | null | undefined): Array<FilterQuery<Activity>> {
  const { kind, status, organizationId, mine } = where ?? {}
  return [
    ...(kind ? [{ kind: { $in: kind } }] : []),
    ...(status ? [{ status: { $in: status } }] : []),
    ...(organizationId ? [{ organizationId }] : []),
    ...(mine ? [{ beganBy: ctx.actor.id }] : []),
  ]
}

function afterCursor(cursor: string | null | undefined): Array<FilterQuery<Activity>> {
  if (!cursor) return []
  const [instant, id] = decodeCursor(cursor, 2).map(String)
  const createdAt = instantInCursor(instant)
  return [{ $or: [{ createdAt: { $lt: createdAt } }, { createdAt, id: { $lt: id ?? '' } }] }]
}

/** The activities of the caller's reseller and of those below it, newest first. */
export async function listActivities(ctx: Ctx, args: ActivitiesArgs): Promise<Page<Activity>> {
  allow(ctx, 'ACTIVITY_READ')
  const limit = pageSize(args.first) + 1
  const rows = await ctx.em.find(
    Activity,
    { $and: [...conditions(ctx, args.where), ...afterCursor(args.after)] },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit },
  )
  return toPage(rows, args, (row) => [row.createdAt.toISOString(), row.id])
}
