import type { Ctx } from '../access/ctx.ts'
import { normalizeDomain } from '../platform/contact-formats.ts'
import { optionalText } from '../platform/field-checks.ts'
import { namedTextMaps } from './named-texts.rules.ts'
import { storedAddress } from './new-belongings.ts'
import type { OrganizationFacts } from './organization-problems.ts'
import { Organization, type OrganizationKind } from './organization.entity.ts'

/** Where a new organization stands. */
export interface Place {
  kind: OrganizationKind
  /** The seller above: of a customer its reseller, of a reseller its parent or the platform; null for the platform. */
  parent: Pick<Organization, 'id' | 'path'> | null
}

/** What every organization has, and what it may have. */
export type NewOrganizationFacts = OrganizationFacts & {
  /** When it is known beforehand. */
  id?: string
  name: string
  country: string
  currency: string
  timeZone: string
}

/** A new organization, not yet written. The facts must have passed `organizationProblems`. */
export function newOrganization(
  ctx: Ctx,
  place: Place,
  facts: OrganizationFacts & {
    id?: string
    name: string
    country: string
    currency: string
    timeZone: string
  },
): Organization {
  const now = ctx.clock.now()
  const id = facts.id ?? ctx.ids.next('org')
  const domain = optionalText(facts.primaryDomain)
  const above = place.parent?.path ?? []
  const isCustomer = place.kind === 'CUSTOMER'
  return Object.assign(new Organization(), {
    id,
    // A reseller is its own tenant; a customer lives in its reseller's.
    sellerId: isCustomer && place.parent ? place.parent.id : id,
    kind: place.kind,
    parentId: place.parent?.id ?? null,
    path: isCustomer ? above : [...above, id],
    name: facts.name.trim(),
    country: facts.country,
    currency: facts.currency,
    timeZone: facts.timeZone,
    taxId: optionalText(facts.taxId),
    primaryDomain: domain ? normalizeDomain(domain) : null,
    address: storedAddress(facts.address),
    externalReference: optionalText(facts.externalReference),
    ...namedTextMaps(facts),
    status: 'ACTIVE' as const,
    createdAt: now,
    updatedAt: now,
  })
}
