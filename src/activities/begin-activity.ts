import type { Ctx } from '../access/ctx.ts'
import { activityBegun } from './activities.events.ts'
import { Activity, type ActivityKind } from './activity.entity.ts'
import { recordActivityEvent } from './record-activity-event.ts'

/** Work to begin. */
export interface ActivityToBegin {
  kind: ActivityKind
  /** What its job works on; never shown. Keep files elsewhere and name them here. */
  input: object
  /** How many items there are; absent: not known yet. */
  total?: number
  /** The one customer that it is about; absent: none or several. */
  organizationId?: string
  /** True: its job goes on behind its marker. */
  resumable?: boolean
}

/**
 * Begins long-running work in the caller's tenant, which for the operator is the platform: QUEUED until its job, by
 * `jobs/activity-jobs.ts`, takes it up. The caller has asked for the permission. Records activity.begun.
 */
export async function beginActivity(ctx: Ctx, work: ActivityToBegin): Promise<Activity> {
  const now = ctx.clock.now()
  const { kind, input, total = null, organizationId = null, resumable = false } = work
  const activity = Object.assign(new Activity(), {
    id: ctx.ids.next('act'),
    sellerId: ctx.actor.sellerId,
    organizationId,
    kind,
    input,
    total,
    resumable,
    beganBy: ctx.actor.id,
    beganByName: ctx.actor.name,
    beganByKind: ctx.actor.kind,
    beganByRoles: [...ctx.actor.roles],
    beganByPermissions: [...ctx.actor.permissions],
    createdAt: now,
    updatedAt: now,
  })
  ctx.em.persist(activity)
  await ctx.em.flush()
  recordActivityEvent(ctx, activityBegun, activity)
  return activity
}
