import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { Organization } from './organization.entity.ts'

/**
 * Finds an organization that the caller may change, and locks it. Refuses NOT_FOUND, OUT_OF_REACH, and VERSION_CONFLICT
 * when it was changed after `expectedVersion`.
 */
export async function findOrganizationForUpdate(
  ctx: Ctx,
  id: string,
  expectedVersion?: number | null,
): Promise<Organization> {
  const path = ['organizationId']
  // Row-level security hides rows from a locking read that may be read but not written: a miss is looked at again.
  const locked = await ctx.em.findOne(Organization, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  const organization = locked ?? (await ctx.em.findOne(Organization, { id }))
  if (!organization) throw notFound('organization', path)
  inWriteReach(ctx, organization, path)
  const { version } = organization
  if (typeof expectedVersion === 'number' && expectedVersion !== version)
    throw refuse('VERSION_CONFLICT', 'The organization has changed since you read it. Read it again.', {
      path: ['expectedVersion'],
      details: { currentVersion: version },
    })
  return organization
}
