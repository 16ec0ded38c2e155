import { allow, may } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { Organization } from './organization.entity.ts'

/** One organization by its id; null when it is missing or out of sight. */
export async function findOrganization(
  ctx: Ctx,
  id: string | null | undefined,
): Promise<Organization | null> {
  allow(ctx, 'ORGANIZATION_READ')
  return load(ctx.em, Organization, id)
}

/** As `findOrganization`, for callers who may see where they belong without reading organizations. */
export async function findOwnOrganization(ctx: Ctx, id: string): Promise<Organization | null> {
  return id === ctx.actor.organizationId || may(ctx.actor, 'ORGANIZATION_READ')
    ? load(ctx.em, Organization, id)
    : null
}
