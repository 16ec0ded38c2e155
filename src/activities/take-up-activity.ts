import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { isOpen } from './activity-status.rules.ts'
import { Activity } from './activity.entity.ts'

/**
 * Its job takes the activity up, or goes on with it: RUNNING from now on, and held until the transaction ends, so that
 * two workers never do the same part. Null when there is nothing more to do: it ended, failed, or was cancelled. A job
 * calls it in every transaction that does a part, first of all, and goes on behind `marker`.
 */
export async function takeUpActivity(ctx: Ctx, id: string): Promise<Activity | null> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true }
  const activity = await ctx.em.findOne(Activity, { id }, lock)
  if (!activity || !isOpen(activity.status)) return null
  if (activity.status === 'RUNNING') return activity
  const now = ctx.clock.now()
  Object.assign(activity, {
    status: 'RUNNING',
    version: activity.version + 1,
    startedAt: activity.startedAt ?? now,
    updatedAt: now,
  })
  await ctx.em.flush()
  return activity
}
