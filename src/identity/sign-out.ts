import { anonymous, type Actor } from '../access/actor.ts'
import { signedIn } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Session } from './session.entity.ts'

/**
 * Ends the caller's session at once; live connections of it are closed. An API key has no session and stays what it is.
 * The door makes the caller `becomes`.
 */
export async function signOut(ctx: Ctx): Promise<{ signedOut: boolean; becomes: Actor }> {
  signedIn(ctx)
  if (!ctx.actor.sessionId) return { signedOut: false, becomes: ctx.actor }
  const session = await ctx.em.findOne(Session, { id: ctx.actor.sessionId })
  if (session) session.revokedAt = ctx.clock.now()
  return { signedOut: true, becomes: anonymous }
}
