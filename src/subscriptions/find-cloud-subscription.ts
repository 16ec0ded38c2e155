import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { CloudSubscription } from '../orders/cloud-subscription.entity.ts'

/** One cloud subscription; null when it is missing or out of the caller's sight. */
export async function findCloudSubscription(ctx: Ctx, id: string): Promise<CloudSubscription | null> {
  allow(ctx, 'SUBSCRIPTION_READ')
  return load(ctx, CloudSubscription, id)
}
