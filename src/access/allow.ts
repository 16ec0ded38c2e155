import { refuse } from '../platform/errors.ts'
import type { Actor } from './actor.ts'
import type { Permission } from './roles.ts'

/** True when the actor holds the permission; the product itself holds all. */
export function may(actor: Actor, permission: Permission): boolean {
  return actor.kind === 'SYSTEM' || actor.permissions.has(permission)
}

/** Refuses unless the actor holds the permission: UNAUTHENTICATED for the anonymous, FORBIDDEN for all others. */
export function allow(ctx: { actor: Actor }, permission: Permission): void {
  if (may(ctx.actor, permission)) return
  signedIn(ctx)
  throw refuse(
    'FORBIDDEN',
    `This needs the permission ${permission}. Ask an administrator of your organization.`,
    {
      details: { requiredScopes: [permission] },
    },
  )
}

/** Refuses the anonymous. */
export function signedIn(ctx: { actor: Actor }): void {
  if (ctx.actor.kind === 'ANONYMOUS')
    throw refuse('UNAUTHENTICATED', 'Sign in, and send the token as "Authorization: Bearer <token>".')
}
