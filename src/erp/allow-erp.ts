import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'

/** Refuses unless the actor holds the permission at a reseller: an ERP holds orders of all customers, so none may see it. */
export function allowErp(ctx: Ctx, permission: 'WEBHOOK_READ' | 'WEBHOOK_WRITE'): void {
  allow(ctx, permission)
  if (ctx.actor.organizationScope === null) return
  throw refuse('FORBIDDEN', 'Connections to an ERP belong to the reseller.', {
    details: { requiredScopes: [permission] },
  })
}
