import { LockMode } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import type { Permission } from '../access/roles.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { isOpen } from './activity-status.rules.ts'
import { Activity, type ActivityKind } from './activity.entity.ts'
import { endActivity } from './end-activity.ts'

/** Who may stop it: whoever may begin it. */
const needed: Record<ActivityKind, Permission> = {
  USERS_ACTIVATE: 'USER_WRITE',
  USERS_DEACTIVATE: 'USER_WRITE',
  CATALOG_IMPORT: 'CATALOG_WRITE',
  WEBHOOK_REPLAY: 'WEBHOOK_WRITE',
}

/**
 * Stops an activity between two of its parts; what was done stays done. A cancelled one stays as it is.
 * Records activity.ended. Refuses ACTIVITY_ENDED, OUT_OF_REACH and who could not have begun it.
 */
export async function cancelActivity(ctx: Ctx, input: { activityId: string }): Promise<Activity> {
  allow(ctx, 'ACTIVITY_READ')
  const path = ['activityId']
  const where = { id: input.activityId }
  // Row-level security hides rows from a locking read that may be read but not written: a miss is looked at again.
  const locked = await ctx.em.findOne(Activity, where, { lockMode: LockMode.PESSIMISTIC_WRITE })
  const activity = locked ?? (await ctx.em.findOne(Activity, where))
  if (!activity) throw notFound('activity', path)
  inWriteReach(ctx, activity, path)
  allow(ctx, needed[activity.kind])
  if (activity.status === 'CANCELLED') return activity
  if (!isOpen(activity.status)) throw refuse('ACTIVITY_ENDED', 'It has ended: nothing is left to stop.', path)
  await endActivity(ctx, activity.id, { cancelled: true })
  return activity
}
