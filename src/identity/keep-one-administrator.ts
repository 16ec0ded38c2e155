import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import type { Role } from '../access/roles.ts'
import { refuse } from '../platform/errors.ts'
import { neverWithout } from './never-without.ts'
import { User } from './user.entity.ts'

/** Refuses LAST_ADMINISTRATOR when the user is the last active holder of a role that is never left without one. */
export async function keepOneAdministrator(ctx: Ctx, user: User, lost: readonly Role[]): Promise<void> {
  if (user.status !== 'ACTIVE') return
  for (const role of neverWithout.filter((one) => user.roles.includes(one) && lost.includes(one))) {
    const { sellerId, organizationId } = user
    // Locked, in one order: two administrators who deactivate each other at once must not both succeed.
    const holders = await ctx.em.find(
      User,
      { sellerId, organizationId, status: 'ACTIVE', roles: { $contains: [role] } },
      { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    )
    if (!holders.some((holder) => holder.id !== user.id && holder.status === 'ACTIVE'))
      throw refuse(
        'LAST_ADMINISTRATOR',
        'This is the last active administrator. Activate or invite another one first.',
        ['userId'],
      )
  }
}
