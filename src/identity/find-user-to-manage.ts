import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { outranks } from './roles.policy.ts'
import { User } from './user.entity.ts'

/** Finds a user whom the caller may manage, and locks it. Refuses NOT_FOUND, OUT_OF_REACH and ROLE_TOO_HIGH. */
export async function findUserToManage(ctx: Ctx, id: string): Promise<User> {
  const path = ['userId']
  // Row-level security hides rows from a locking read that may be read but not written: a miss is looked at again.
  const locked = await ctx.em.findOne(User, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  const user = locked ?? (await ctx.em.findOne(User, { id }))
  if (!user) throw notFound('user', path)
  inWriteReach(ctx, user, path)
  if (!outranks(ctx.actor, user.roles))
    throw refuse('ROLE_TOO_HIGH', 'This user may do more than you. Ask an administrator.', path)
  return user
}
