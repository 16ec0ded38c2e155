import { permissionsOf, type Permission, type Role } from './roles.ts'

/** Who acts, and how far that reaches. Plain data: made at the door, never changed. */
export interface Actor {
  kind: 'ANONYMOUS' | 'USER' | 'API_KEY' | 'LINK' | 'SYSTEM'
  /** User id, API key id, `information-link`, `system`, or `anonymous`. */
  id: string
  /** For people and logs. */
  name: string
  email: string | null
  /** The reseller (or the platform) whose tenant the actor belongs to; '' for the anonymous. */
  sellerId: string
  organizationId: string
  roles: readonly Role[]
  permissions: ReadonlySet<Permission>
  /** Sellers whose rows the actor reads: its own and those below. */
  readableSellers: readonly string[]
  /** Sellers whose rows the actor may write: its own. */
  writableSellers: readonly string[]
  /** Sellers whose approvals the actor may decide: its own, and those below for administrators, who step in. */
  decidableSellers: readonly string[]
  /** Sellers above, whose catalog configuration and terms are inherited. */
  ancestorSellers: readonly string[]
  /** Limits a customer's user to its organizations; `null` means no such limit. */
  organizationScope: readonly string[] | null
  sessionId: string | null
  /** When the credential ends; live connections end with it. */
  expiresAt: Date | null
}

export const anonymous: Actor = {
  kind: 'ANONYMOUS',
  id: 'anonymous',
  name: 'Anonymous',
  email: null,
  sellerId: '',
  organizationId: '',
  roles: [],
  permissions: new Set(),
  readableSellers: [],
  writableSellers: [],
  decidableSellers: [],
  ancestorSellers: [],
  organizationScope: null,
  sessionId: null,
  expiresAt: null,
}

/** The product itself, at work for one seller: a job acts as this. */
export function systemActor(seller: { id: string; ancestors: readonly string[] }): Actor {
  return {
    ...anonymous,
    kind: 'SYSTEM',
    id: 'system',
    name: 'Countersign',
    sellerId: seller.id,
    organizationId: seller.id,
    readableSellers: [seller.id],
    writableSellers: [seller.id],
    decidableSellers: [seller.id],
    ancestorSellers: seller.ancestors,
  }
}

/**
 * The product itself at work for the platform's operator, while nobody can sign in yet: setup and demo data. It reaches
 * the sellers named, which need not exist yet: a reseller is its own tenant, so the walls stand around its id first.
 */
export function bootstrapActor(platformId: string, sellerIds: readonly string[]): Actor {
  const reach = [platformId, ...sellerIds]
  return {
    ...systemActor({ id: platformId, ancestors: [] }),
    roles: ['PLATFORM_OPERATOR'],
    readableSellers: reach,
    writableSellers: reach,
    decidableSellers: reach,
  }
}

export function permissionsOfRoles(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => permissionsOf[role]))
}
