import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { normalizeDomain } from '../platform/contact-formats.ts'
import { refuse, refuseAll, type Problem } from '../platform/errors.ts'
import { optionalText } from '../platform/field-checks.ts'
import { flushUnique } from '../platform/flush-unique.ts'
import { externalReferenceTaken } from './external-reference-taken.ts'
import { findOrganizationForUpdate } from './find-organization-for-update.ts'
import { namedTextMaps } from './named-texts.rules.ts'
import { storedAddress } from './new-belongings.ts'
import { noteOrganizationChange } from './note-organization-change.ts'
import { organizationProblems } from './organization-problems.ts'
import type { Organization } from './organization.entity.ts'
import type { OrganizationUpdateInput } from './organization.inputs.ts'

const ofResellers = ['approvalSubmission', 'approvalDefault', 'approvalOnTimeout'] as const
const neverEmpty = ['name', 'country', 'currency', 'timeZone', 'status', ...ofResellers] as const

function clearedProblems(input: OrganizationUpdateInput): Problem[] {
  return neverEmpty
    .filter((field) => input[field] === null)
    .map((field) => ({ code: 'REQUIRED', message: 'Send a value, or leave the field out.', path: [field] }))
}

function allowFields(ctx: Ctx, organization: Organization, input: OrganizationUpdateInput): void {
  const isOwn = organization.id === ctx.actor.sellerId
  if (organization.kind !== 'CUSTOMER') allow(ctx, 'RESELLER_WRITE')
  if (input.status) {
    allow(ctx, 'ORGANIZATION_HOLD')
    if (isOwn) throw refuse('OWN_HOLD', 'A reseller cannot hold or release itself.', ['status'])
  }
  const given = ofResellers.find((field) => input[field] !== undefined)
  if (given && organization.kind !== 'RESELLER')
    throw refuse('NOT_A_RESELLER', 'Only a reseller decides how orders are approved.', [given])
}

function approvalChanges(input: OrganizationUpdateInput): Partial<Organization> {
  const { approvalSubmission, approvalDefault, approvalOnTimeout } = input
  return {
    ...(approvalSubmission ? { approvalSubmission } : {}),
    ...(approvalDefault ? { approvalDefault } : {}),
    ...(typeof approvalOnTimeout === 'boolean' ? { approvalOnTimeout } : {}),
  }
}

/** The stored form of what was given: absent stays absent. */
function changesOf(input: OrganizationUpdateInput): Partial<Organization> {
  const { name, country, currency, timeZone, status } = input
  const { taxId, primaryDomain, address, externalReference } = input
  const domain = optionalText(primaryDomain)
  return {
    ...(name ? { name: name.trim() } : {}),
    ...(country ? { country } : {}),
    ...(currency ? { currency } : {}),
    ...(timeZone ? { timeZone } : {}),
    ...(status ? { status } : {}),
    ...approvalChanges(input),
    ...(taxId === undefined ? {} : { taxId: optionalText(taxId) }),
    ...(primaryDomain === undefined ? {} : { primaryDomain: domain ? normalizeDomain(domain) : null }),
    ...(address === undefined ? {} : { address: storedAddress(address) }),
    ...(externalReference === undefined ? {} : { externalReference: optionalText(externalReference) }),
    ...namedTextMaps(input),
  }
}

/**
 * Changes an organization: absent fields stay, null clears. The reseller itself needs RESELLER_WRITE, holds need
 * ORGANIZATION_HOLD. Records organization.updated. Refuses VERSION_CONFLICT, EXTERNAL_REFERENCE_TAKEN, OUT_OF_REACH.
 */
export async function updateOrganization(ctx: Ctx, input: OrganizationUpdateInput): Promise<Organization> {
  allow(ctx, 'ORGANIZATION_WRITE')
  refuseAll([...clearedProblems(input), ...organizationProblems(input)])
  const organization = await findOrganizationForUpdate(ctx, input.organizationId, input.expectedVersion)
  allowFields(ctx, organization, input)
  Object.assign(organization, changesOf(input))
  await flushUnique(ctx.em, externalReferenceTaken)
  await noteOrganizationChange(ctx, organization)
  return organization
}
