import { signedIn } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Session } from './session.entity.ts'

/** Ends the caller's session at once; live connections of it are closed. An API key has none: nothing happens. */
export async function signOut(ctx: Ctx): Promise<void> {
  signedIn(ctx)
  if (!ctx.actor.sessionId) return
  const session = await ctx.em.findOne(Session, { id: ctx.actor.sessionId })
  if (session) session.revokedAt = ctx.clock.now()
}
