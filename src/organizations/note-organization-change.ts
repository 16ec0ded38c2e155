import type { Ctx } from '../access/ctx.ts'
import type { Organization } from './organization.entity.ts'
import { organizationUpdated } from './organization.events.ts'
import { recordOrganizationEvent } from './record-organization-event.ts'

/** Marks a locked organization as changed, itself or what belongs to it, and records organization.updated. */
export async function noteOrganizationChange(ctx: Ctx, organization: Organization): Promise<void> {
  Object.assign(organization, { version: organization.version + 1, updatedAt: ctx.clock.now() })
  await recordOrganizationEvent(ctx, organizationUpdated, organization)
}
