import type { Ctx } from '../access/ctx.ts'
import { refuseAll } from '../platform/errors.ts'
import { hashPassword } from '../platform/passwords.ts'
import { userActivated, userPasswordChanged } from './identity.events.ts'
import { passwordPolicyProblems } from './password-policy.rules.ts'
import { recordUserEvent } from './record-user-event.ts'
import { Session } from './session.entity.ts'
import { UserToken } from './user-token.entity.ts'
import type { User } from './user.entity.ts'

/**
 * Gives a user a password at once; its sessions and links end, and an invited user is ACTIVE. Records
 * user.password_changed or user.activated. Refuses PASSWORD_TOO_WEAK, PASSWORD_TOO_SIMPLE and PASSWORD_HAS_NAME.
 */
export async function setPassword(ctx: Ctx, user: User, password: string): Promise<void> {
  refuseAll(passwordPolicyProblems(password, user))
  const now = ctx.clock.now()
  const { sellerId, id: userId } = user
  const event = user.status === 'INVITED' ? userActivated : userPasswordChanged
  Object.assign(user, {
    passwordHash: await hashPassword(password),
    status: 'ACTIVE' as const,
    version: user.version + 1,
    updatedAt: now,
  })
  await ctx.em.nativeUpdate(Session, { sellerId, userId, revokedAt: null }, { revokedAt: now })
  await ctx.em.nativeUpdate(UserToken, { sellerId, userId, usedAt: null }, { usedAt: now })
  recordUserEvent(ctx, event, user)
}
