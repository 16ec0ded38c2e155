import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import { addCustomer } from './add-customer.ts'
import type { OrganizationUpsertInput } from './organization-upsert.inputs.ts'
import { Organization } from './organization.entity.ts'
import { updateOrganization } from './update-organization.ts'

/** What was added or changed. */
export interface Upserted {
  organization: Organization
  created: boolean
}

/**
 * Makes a customer of the caller's reseller be as given: adds the one with this external reference, or changes it;
 * accounts and contacts are for a new one alone. It may be repeated at will, two at once add one. Records
 * organization.created or organization.updated. Refuses REQUIRED and as those do.
 */
export async function upsertOrganization(ctx: Ctx, input: OrganizationUpsertInput): Promise<Upserted> {
  allow(ctx, 'ORGANIZATION_WRITE')
  const { accounts, contacts, ...facts } = Object.assign({}, input)
  const externalReference = facts.externalReference.trim()
  if (!externalReference)
    throw refuse('REQUIRED', 'Give the id that your system knows it by.', ['externalReference'])
  const { sellerId } = ctx.actor
  // The second of two at once waits, and then finds what the first has added.
  await ctx.em.execute("SELECT pg_advisory_xact_lock(hashtextextended('customer ' || ? || ' ' || ?, 0))", [
    sellerId,
    externalReference,
  ])
  const known = await ctx.em.findOne(Organization, { sellerId, kind: 'CUSTOMER', externalReference })
  if (!known) {
    const belongings = { ...(accounts ? { accounts } : {}), ...(contacts ? { contacts } : {}) }
    const organization = await addCustomer(ctx, { ...facts, externalReference, ...belongings })
    return { organization, created: true }
  }
  const organization = await updateOrganization(ctx, {
    ...facts,
    externalReference,
    organizationId: known.id,
  })
  return { organization, created: false }
}
