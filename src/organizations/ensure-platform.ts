import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { newOrganization } from './new-organization.ts'
import { Organization } from './organization.entity.ts'

/** The one organization above all resellers; it owns the catalog. */
export const platformId = 'org_platform'

/** The platform's organization: made on the first call, found on every other. */
export async function ensurePlatform(ctx: Ctx): Promise<Organization> {
  allow(ctx, 'OPERATE')
  const found = await ctx.em.findOne(Organization, { id: platformId })
  if (found) return found
  const platform = newOrganization(
    ctx,
    { kind: 'PLATFORM', parent: null },
    { id: platformId, name: 'Platform', country: 'DE', currency: 'EUR', timeZone: 'UTC' },
  )
  ctx.em.persist(platform)
  await ctx.em.flush()
  return platform
}
