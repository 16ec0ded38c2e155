import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import { findUserToManage } from './find-user-to-manage.ts'
import { userActivated } from './identity.events.ts'
import { recordUserEvent } from './record-user-event.ts'
import type { User } from './user.entity.ts'

/**
 * Lets a deactivated user in again, with its old password; one that never had a password is INVITED again and needs a
 * new link (passwordReset). An active user stays as it is. Records user.activated.
 */
export async function activateUser(ctx: Ctx, input: { userId: string }): Promise<User> {
  allow(ctx, 'USER_WRITE')
  const user = await findUserToManage(ctx, input.userId)
  if (user.status === 'ACTIVE') return user
  if (user.status === 'INVITED')
    throw refuse('USER_INVITED', 'The user becomes active by accepting the invitation.', ['userId'])
  const status = user.passwordHash ? ('ACTIVE' as const) : ('INVITED' as const)
  Object.assign(user, { status, version: user.version + 1, updatedAt: ctx.clock.now() })
  if (status === 'ACTIVE') recordUserEvent(ctx, userActivated, user)
  return user
}
