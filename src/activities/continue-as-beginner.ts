import type { Ctx } from '../access/ctx.ts'
import { continueAs } from '../access/fork-for.ts'
import type { Activity } from './activity.entity.ts'

/**
 * Lets a job work as who began the activity, with what that could do when it began: no job does for somebody what it
 * could not do itself, and the audit chain names it. The walls stay around the activity's tenant.
 */
export function continueAsBeginner(ctx: Ctx, activity: Activity): Promise<Ctx> {
  const { beganBy, beganByName, beganByKind, beganByRoles, beganByPermissions } = activity
  return continueAs(ctx, {
    ...ctx.actor,
    kind: beganByKind,
    id: beganBy,
    name: beganByName,
    roles: beganByRoles,
    permissions: new Set(beganByPermissions),
  })
}
