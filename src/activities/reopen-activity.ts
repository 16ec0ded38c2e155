import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { activityReopened } from './activities.events.ts'
import { Activity } from './activity.entity.ts'
import { recordActivityEvent } from './record-activity-event.ts'

/**
 * Lets an activity that FAILED wait for its job again, which goes on behind its marker. Anything else stays as it is, so
 * that nothing runs twice: an activity that ended otherwise has nothing left to do. Records activity.reopened.
 */
export async function reopenActivity(ctx: Ctx, id: string): Promise<void> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true }
  const activity = await ctx.em.findOne(Activity, { id }, lock)
  if (activity?.status !== 'FAILED') return
  Object.assign(activity, {
    status: 'QUEUED',
    version: activity.version + 1,
    failureCode: null,
    failureMessage: null,
    endedAt: null,
    updatedAt: ctx.clock.now(),
  })
  recordActivityEvent(ctx, activityReopened, activity)
}
