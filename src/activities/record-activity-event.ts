import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import type { activityBegun } from './activities.events.ts'
import type { Activity } from './activity.entity.ts'

/** Records an event of an activity with its snapshot; what its job works on is not in it. */
export function recordActivityEvent(ctx: Ctx, definition: typeof activityBegun, activity: Activity): void {
  const { id, sellerId, organizationId, kind, status, version, total, done, counts, errorCount } = activity
  const { failureCode, beganBy, beganByName, createdAt, startedAt, endedAt } = activity
  const instants = {
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  }
  const progress = { total, done, counts, errorCount, failureCode }
  const snapshot = { id, sellerId, organizationId, kind, status, version, ...progress, beganBy, beganByName }
  record(ctx, definition, { subject: activity, data: { activity: { ...snapshot, ...instants } } })
}
