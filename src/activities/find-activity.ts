import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { Activity } from './activity.entity.ts'

/** One activity by its id; null when it is missing or out of sight. */
export async function findActivity(ctx: Ctx, id: string): Promise<Activity | null> {
  allow(ctx, 'ACTIVITY_READ')
  return load(ctx.em, Activity, id)
}
