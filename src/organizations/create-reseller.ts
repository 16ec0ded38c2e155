import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { notFound, refuse, refuseAll } from '../platform/errors.ts'
import { flushUnique } from '../platform/flush-unique.ts'
import type { AddressInput } from './address.inputs.ts'
import { newOrganization } from './new-organization.ts'
import { organizationProblems } from './organization-problems.ts'
import { Organization } from './organization.entity.ts'
import { organizationCreated } from './organization.events.ts'
import { recordOrganizationEvent } from './record-organization-event.ts'

/** A reseller to add; `id` is known beforehand, because the walls must stand around it already. */
export interface ResellerCreateInput {
  id: string
  /** The reseller above, or the platform. */
  parentId: string
  name: string
  country: string
  currency: string
  timeZone: string
  taxId?: string | null
  primaryDomain?: string | null
  address?: AddressInput | null
}

/**
 * Adds a reseller: a tenant of its own, below the platform or below another reseller. Only the operator does that
 * (setup, demo data), with an actor whose reach includes the new id. Records organization.created. The caller gives
 * it a number series and a first administrator.
 */
export async function createReseller(ctx: Ctx, input: ResellerCreateInput): Promise<Organization> {
  allow(ctx, 'OPERATE')
  refuseAll(organizationProblems(input))
  const parent = await ctx.em.findOne(Organization, { id: input.parentId })
  if (!parent) throw notFound('organization', ['parentId'])
  if (parent.kind === 'CUSTOMER')
    throw refuse('NOT_A_RESELLER', 'A reseller stands below the platform or another reseller.', ['parentId'])
  const reseller = newOrganization(ctx, { kind: 'RESELLER', parent }, input)
  ctx.em.persist(reseller)
  await flushUnique(ctx.em, {
    organization_pkey: () => refuse('ALREADY_EXISTS', 'There is such a reseller already.', ['id']),
  })
  await recordOrganizationEvent(ctx, organizationCreated, reseller)
  return reseller
}
