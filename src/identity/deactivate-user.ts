import { LockMode } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import { findUserToManage } from './find-user-to-manage.ts'
import { userDeactivated } from './identity.events.ts'
import { neverWithout } from './never-without.ts'
import { recordUserEvent } from './record-user-event.ts'
import { Session } from './session.entity.ts'
import { UserToken } from './user-token.entity.ts'
import { User } from './user.entity.ts'

async function keepOneAdministrator(ctx: Ctx, user: User): Promise<void> {
  if (user.status !== 'ACTIVE') return
  for (const role of neverWithout.filter((one) => user.roles.includes(one))) {
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

/**
 * Shuts a user out at once: its sessions and unused links end. A deactivated user stays as it is.
 * Records user.deactivated. Refuses LAST_ADMINISTRATOR.
 */
export async function deactivateUser(ctx: Ctx, input: { userId: string }): Promise<User> {
  allow(ctx, 'USER_WRITE')
  const user = await findUserToManage(ctx, input.userId)
  if (user.status === 'DEACTIVATED') return user
  await keepOneAdministrator(ctx, user)
  const now = ctx.clock.now()
  const { sellerId, id: userId } = user
  Object.assign(user, { status: 'DEACTIVATED' as const, version: user.version + 1, updatedAt: now })
  await ctx.em.nativeUpdate(Session, { sellerId, userId, revokedAt: null }, { revokedAt: now })
  await ctx.em.nativeUpdate(UserToken, { sellerId, userId, usedAt: null }, { usedAt: now })
  recordUserEvent(ctx, userDeactivated, user)
  return user
}
