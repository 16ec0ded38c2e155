import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'

/** Refuses unless the actor holds the permission at a reseller: endpoints hear of all customers, so none may see them. */
export function allowWebhooks(ctx: Ctx, permission: 'WEBHOOK_READ' | 'WEBHOOK_WRITE'): void {
  allow(ctx, permission)
  if (ctx.actor.organizationScope === null) return
  throw refuse('FORBIDDEN', 'Webhooks belong to the reseller. Ask it to add your endpoint.', {
    details: { requiredScopes: [permission] },
  })
}
