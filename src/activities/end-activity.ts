import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { activityEnded } from './activities.events.ts'
import { endedStatus, isOpen } from './activity-status.rules.ts'
import { Activity } from './activity.entity.ts'
import { recordActivityEvent } from './record-activity-event.ts'

/** How it ends: by itself (absent), because it could not go on, or because somebody wanted it to. */
export interface ActivityEnd {
  failure?: { code: string; message: string }
  cancelled?: boolean
}

/**
 * Ends an open activity: COMPLETED, or COMPLETED_WITH_ERRORS where items were left out; FAILED with a `failure`,
 * CANCELLED when asked for. One that has ended stays as it is. Records activity.ended.
 */
export async function endActivity(ctx: Ctx, id: string, end: ActivityEnd = {}): Promise<Activity | null> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true }
  const activity = await ctx.em.findOne(Activity, { id }, lock)
  if (!activity || !isOpen(activity.status)) return activity
  const now = ctx.clock.now()
  const byItself = end.failure ? 'FAILED' : endedStatus(activity.errorCount)
  Object.assign(activity, {
    status: end.cancelled ? 'CANCELLED' : byItself,
    version: activity.version + 1,
    failureCode: end.failure?.code ?? null,
    failureMessage: end.failure?.message.slice(0, 1000) ?? null,
    endedAt: now,
    updatedAt: now,
  })
  recordActivityEvent(ctx, activityEnded, activity)
  return activity
}
