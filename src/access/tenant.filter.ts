import type { Dictionary } from '@mikro-orm/core'
import { Filter } from '@mikro-orm/decorators/legacy'

/** Wall one for rows of a tenant: only sellers that the actor reads. Put it on every entity with `sellerId`. */
export function TenantRows(): ClassDecorator {
  return Filter({
    name: 'tenant',
    cond: (args: Dictionary): object => ({ sellerId: { $in: args['sellers'] as string[] } }),
    default: true,
  })
}

/** As `TenantRows`, for configuration that sellers below inherit: prices and terms. */
export function InheritedRows(): ClassDecorator {
  return Filter({
    name: 'inherited',
    cond: (args: Dictionary): object => ({ sellerId: { $in: args['sellers'] as string[] } }),
    default: true,
  })
}

/** Holds a customer's user to its own organizations. Put it on every entity with `organizationId`. */
export function OrganizationRows(): ClassDecorator {
  return Filter({
    name: 'organizationScope',
    cond: (args: Dictionary): object =>
      args['organizations'] ? { organizationId: { $in: args['organizations'] as string[] } } : {},
    default: true,
  })
}

/** As `OrganizationRows`, for the organizations themselves: a customer's user also sees who sells to it. */
export function OwnOrganizationRows(): ClassDecorator {
  return Filter({
    name: 'organizationScope',
    cond: (args: Dictionary): object =>
      args['organizations']
        ? { $or: [{ id: { $in: args['organizations'] as string[] } }, { kind: { $ne: 'CUSTOMER' } }] }
        : {},
    default: true,
  })
}
