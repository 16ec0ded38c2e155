import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { loadList, type ListOf } from '../platform/load-list.ts'
import { User } from './user.entity.ts'

const usersByName: ListOf<User> = {
  entity: User,
  by: 'organizationId',
  orderBy: { lastName: 'asc', firstName: 'asc', id: 'asc' },
}

/** One user by its id; null when it is missing or out of sight. Everybody sees itself. */
export async function findUser(ctx: Ctx, id: string): Promise<User | null> {
  if (id !== ctx.actor.id) allow(ctx, 'USER_READ')
  return load(ctx.em, User, id)
}

/** The users of an organization, by last name. */
export async function usersOf(ctx: Ctx, organization: { id: string }): Promise<User[]> {
  allow(ctx, 'USER_READ')
  return loadList(ctx.em, usersByName, organization.id)
}
