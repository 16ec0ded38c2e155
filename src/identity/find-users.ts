import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { loadChildren } from '../platform/load-children.ts'
import { User } from './user.entity.ts'

/** One user by its id; null when it is missing or out of sight. Everybody sees itself. */
export async function findUser(ctx: Ctx, id: string): Promise<User | null> {
  if (id !== ctx.actor.id) allow(ctx, 'USER_READ')
  return load(ctx.em, User, id)
}

/** The users of an organization, by last name. */
export async function usersOf(ctx: Ctx, organization: { id: string }): Promise<User[]> {
  allow(ctx, 'USER_READ')
  return loadChildren(ctx.em, User, {
    of: 'organizationId',
    orderBy: ['lastName', 'firstName', 'id'],
    id: organization.id,
  })
}
