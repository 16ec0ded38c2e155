import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { findUserToManage } from './find-user-to-manage.ts'
import { userDeactivated } from './identity.events.ts'
import { keepOneAdministrator } from './keep-one-administrator.ts'
import { keepOneApprover } from './keep-one-approver.ts'
import { recordUserEvent } from './record-user-event.ts'
import { Session } from './session.entity.ts'
import { UserToken } from './user-token.entity.ts'
import type { User } from './user.entity.ts'

/**
 * Shuts a user out at once: its sessions and unused links end. A deactivated user stays as it is. Open approvals that
 * ask it go on with others. Records user.deactivated. Refuses LAST_ADMINISTRATOR and LAST_APPROVER; `force` lets the
 * last approver go all the same.
 */
export async function deactivateUser(
  ctx: Ctx,
  input: { userId: string; force?: boolean | null },
): Promise<User> {
  allow(ctx, 'USER_WRITE')
  const user = await findUserToManage(ctx, input.userId)
  if (user.status === 'DEACTIVATED') return user
  await keepOneAdministrator(ctx, user, user.roles)
  await keepOneApprover(ctx, { id: user.id, path: ['userId'], force: input.force })
  const now = ctx.clock.now()
  const { sellerId, id: userId } = user
  Object.assign(user, { status: 'DEACTIVATED' as const, version: user.version + 1, updatedAt: now })
  await ctx.em.nativeUpdate(Session, { sellerId, userId, revokedAt: null }, { revokedAt: now })
  await ctx.em.nativeUpdate(UserToken, { sellerId, userId, usedAt: null }, { usedAt: now })
  recordUserEvent(ctx, userDeactivated, user)
  return user
}
