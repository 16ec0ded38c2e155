import type { Ctx } from '../access/ctx.ts'
import { continueAs } from '../access/fork-for.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { hashPassword, passwordProblem } from '../platform/passwords.ts'
import { sha256 } from '../platform/secrets.ts'
import { userActivated, userPasswordChanged } from './identity.events.ts'
import { openSession, type SignedIn } from './open-session.ts'
import { recordUserEvent } from './record-user-event.ts'
import { User } from './user.entity.ts'

interface Redeemed {
  user_id: string
  purpose: 'INVITATION' | 'PASSWORD_RESET'
}

/**
 * Redeems a one-time link, of an invitation or of a password reset: sets the password, ends all sessions and links of
 * the user, and signs in. Records user.activated or user.password_changed. Refuses PASSWORD_TOO_WEAK and LINK_INVALID
 * (unknown, used and expired links cannot be told apart).
 */
export async function acceptInvitation(
  ctx: Ctx,
  input: { token: string; password: string },
): Promise<SignedIn> {
  const problem = passwordProblem(input.password)
  if (problem) throw refuse('PASSWORD_TOO_WEAK', problem, ['password'])
  const [redeemed] = await ctx.em.execute<Redeemed[]>('SELECT * FROM gate.redeem_user_token(?, ?, ?)', [
    sha256(input.token),
    await hashPassword(input.password),
    ctx.clock.now(),
  ])
  if (!redeemed)
    throw refuse('LINK_INVALID', 'This link was used or has expired. Ask your administrator for a new one.', [
      'token',
    ])
  const signedIn = await openSession(ctx, redeemed.user_id)
  const asUser = await continueAs(ctx, signedIn.becomes)
  const user = await asUser.em.findOne(User, { id: redeemed.user_id })
  if (!user) throw notFound('user')
  recordUserEvent(asUser, redeemed.purpose === 'INVITATION' ? userActivated : userPasswordChanged, user)
  return signedIn
}
