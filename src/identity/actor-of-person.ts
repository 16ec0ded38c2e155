import { anonymous, permissionsOfRoles, type Actor } from '../access/actor.ts'
import type { Permission, Role } from '../access/roles.ts'

/** How far somebody's organization reaches, as the gate answers it. */
export interface Reach {
  seller_id: string
  organization_id: string
  organization_kind: string
  readable: string[]
  ancestors: string[]
}

/** The reach of an actor that holds these permissions in that organization. */
export function reachOf(row: Reach, permissions: ReadonlySet<Permission>) {
  const isCustomer = row.organization_kind === 'CUSTOMER'
  // Whom a request of a seller below names, by a policy that passes down or because nobody else is left, decides it.
  const stepsIn = permissions.has('APPROVAL_DECIDE')
  return {
    sellerId: row.seller_id,
    organizationId: row.organization_id,
    readableSellers: isCustomer ? [row.seller_id] : row.readable,
    writableSellers: [row.seller_id],
    decidableSellers: stepsIn && !isCustomer ? row.readable : [row.seller_id],
    ancestorSellers: row.ancestors,
    organizationScope: isCustomer ? [row.organization_id] : null,
  }
}

/** Who a user acts as; how it has proven who it is, the caller adds. */
export function actorOfPerson(
  user: { id: string; name: string; email: string; roles: readonly Role[] },
  reach: Reach,
): Actor {
  const permissions = permissionsOfRoles(user.roles)
  return { ...anonymous, kind: 'USER', ...user, permissions, ...reachOf(reach, permissions) }
}
