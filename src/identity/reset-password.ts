import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import { findUserToManage } from './find-user-to-manage.ts'
import { userPasswordReset } from './identity.events.ts'
import { issueOneTimeLink } from './issue-one-time-link.ts'
import { recordUserEvent } from './record-user-event.ts'
import type { User } from './user.entity.ts'

/**
 * Makes a new link with which the user chooses a password; earlier links end. The old password works until then.
 * For an invited user it is a new invitation. Records user.password_reset. Refuses USER_DEACTIVATED.
 */
export async function resetPassword(
  ctx: Ctx,
  input: { userId: string },
): Promise<{ user: User; passwordResetUrl: string }> {
  allow(ctx, 'USER_WRITE')
  const user = await findUserToManage(ctx, input.userId)
  if (user.status === 'DEACTIVATED') throw refuse('USER_DEACTIVATED', 'Activate the user first.', ['userId'])
  const purpose = user.status === 'INVITED' ? 'INVITATION' : 'PASSWORD_RESET'
  Object.assign(user, { version: user.version + 1, updatedAt: ctx.clock.now() })
  recordUserEvent(ctx, userPasswordReset, user)
  return { user, passwordResetUrl: await issueOneTimeLink(ctx, user, purpose) }
}
