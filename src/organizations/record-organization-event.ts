import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import { organizationSnapshot } from './organization-snapshot.ts'
import type { Organization } from './organization.entity.ts'
import type { organizationCreated } from './organization.events.ts'

/** Records an event of an organization with a snapshot of it, its accounts and contacts. Writes what is pending first. */
export async function recordOrganizationEvent(
  ctx: Ctx,
  definition: typeof organizationCreated,
  organization: Organization,
): Promise<void> {
  const { id, sellerId, version } = organization
  const data = await organizationSnapshot(ctx, organization)
  record(ctx, definition, { subject: { id, sellerId, organizationId: id, version }, data })
}
