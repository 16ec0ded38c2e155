import type { Actor } from '../access/actor.ts'
import { permissionsOfRoles } from '../access/actor.ts'
import { may } from '../access/allow.ts'
import { grantableScopes, permissionsOf, type Permission, type Role } from '../access/roles.ts'
import type { OrganizationKind } from '../organizations/organization.entity.ts'
import type { Problem } from '../platform/errors.ts'

/** The roles that users of an organization of that kind can have. INTEGRATION belongs to API keys. */
const rolesWithin: Record<OrganizationKind, readonly Role[]> = {
  PLATFORM: ['PLATFORM_OPERATOR', 'PLATFORM_VIEWER'],
  RESELLER: ['RESELLER_ADMIN', 'SALES_AGENT', 'APPROVER', 'ORDER_DESK', 'FINANCE'],
  CUSTOMER: ['CUSTOMER_ADMIN', 'CUSTOMER_APPROVER'],
}

/**
 * Whether the actor stands at least as high as a user with these roles: it holds all that they permit. Otherwise a
 * limited API key could invite an administrator, or reset one's password, and become it.
 */
export function outranks(actor: Actor, roles: readonly Role[]): boolean {
  return [...permissionsOfRoles(roles)].every((permission) => may(actor, permission))
}

/** Why the actor cannot give these roles in an organization of that kind. */
export function roleProblems(actor: Actor, kind: OrganizationKind, roles: readonly Role[]): Problem[] {
  const path = ['roles']
  if (roles.length === 0) return [{ code: 'ROLES_MISSING', message: 'Give at least one role.', path }]
  const impossible = roles.filter((role) => !rolesWithin[kind].includes(role))
  if (impossible.length > 0) {
    const possible = rolesWithin[kind].join(', ')
    const message = `${impossible.join(', ')} cannot be given here. Possible: ${possible}.`
    return [{ code: 'ROLE_NOT_POSSIBLE', message, path }]
  }
  if (outranks(actor, roles)) return []
  const message = 'These roles permit more than you may do yourself. Ask an administrator.'
  return [{ code: 'ROLE_TOO_HIGH', message, path }]
}

/** Why the actor cannot give an API key these scopes. Keys of a customer read, as its own users do. */
export function scopeProblems(
  actor: Actor,
  kind: OrganizationKind,
  scopes: readonly Permission[],
): Problem[] {
  const path = ['scopes']
  if (scopes.length === 0) return [{ code: 'SCOPES_MISSING', message: 'Give at least one scope.', path }]
  const possible = kind === 'CUSTOMER' ? permissionsOf.CUSTOMER_ADMIN : grantableScopes
  const refused = scopes.filter((scope) => !possible.includes(scope) || !may(actor, scope))
  if (refused.length === 0) return []
  const message = `You cannot give ${refused.join(', ')}: a key carries at most what you may do yourself.`
  return [{ code: 'SCOPE_NOT_GRANTABLE', message, path }]
}
