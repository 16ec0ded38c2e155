import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'

/** Refuses unless the actor holds the permission at a reseller or the platform: jobs work for all customers. */
export function allowJobs(ctx: Ctx, permission: 'JOB_READ' | 'JOB_RETRY'): void {
  allow(ctx, permission)
  if (ctx.actor.organizationScope === null) return
  throw refuse('FORBIDDEN', 'Background jobs belong to the reseller. Ask it to retry them.', {
    details: { requiredScopes: [permission] },
  })
}
