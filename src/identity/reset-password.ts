import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import { findUserToManage } from './find-user-to-manage.ts'
import { userPasswordReset } from './identity.events.ts'
import { issueOneTimeLink } from './issue-one-time-link.ts'
import { recordUserEvent } from './record-user-event.ts'
import { setPassword } from './set-password.ts'
import type { PasswordResetInput } from './user.inputs.ts'
import type { User } from './user.entity.ts'

/** The user, and what is shown this once. */
export interface PasswordReset {
  user: User
  passwordResetUrl: string | null
  password: string | null
}

/** 20 random bytes as base64url: 160 bits in 27 characters. */
const generatedBytes = 20

async function issueLink(ctx: Ctx, user: User): Promise<string> {
  const purpose = user.status === 'INVITED' ? 'INVITATION' : 'PASSWORD_RESET'
  Object.assign(user, { version: user.version + 1, updatedAt: ctx.clock.now() })
  recordUserEvent(ctx, userPasswordReset, user)
  return issueOneTimeLink(ctx, user, purpose)
}

/**
 * Lets a user have a new password. LINK: the user chooses it with a link; earlier links end, and the old password works
 * until then; for an invited user it is a new invitation. SET and GENERATE: it holds at once, as `setPassword` says.
 * Refuses USER_DEACTIVATED, PASSWORD_MISSING, PASSWORD_NOT_USED and what the policy says.
 */
export async function resetPassword(
  ctx: Ctx,
  input: Pick<PasswordResetInput, 'userId'> & Partial<PasswordResetInput>,
): Promise<PasswordReset> {
  allow(ctx, 'USER_WRITE')
  const { method = 'LINK', password } = input
  if (method === 'SET' && !password) throw refuse('PASSWORD_MISSING', 'Send the password.', ['password'])
  if (method !== 'SET' && password)
    throw refuse('PASSWORD_NOT_USED', 'Send a password with the method SET only.', ['password'])
  const user = await findUserToManage(ctx, input.userId)
  if (user.status === 'DEACTIVATED') throw refuse('USER_DEACTIVATED', 'Activate the user first.', ['userId'])
  if (method === 'LINK') return { user, passwordResetUrl: await issueLink(ctx, user), password: null }
  const generated = method === 'GENERATE' ? ctx.ids.bytes(generatedBytes).toString('base64url') : null
  await setPassword(ctx, user, generated ?? password ?? '')
  return { user, passwordResetUrl: null, password: generated }
}
