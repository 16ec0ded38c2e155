import type { Actor } from '../access/actor.ts'
import type { Ctx } from '../access/ctx.ts'
import { sha256 } from '../platform/secrets.ts'
import { authenticate, sessionHours } from './authenticate.ts'
import { findViewer } from './find-viewer.ts'
import type { Viewer } from './viewer.view.ts'

/** What signing in answers with; the door makes the caller `becomes`. */
export interface SignedIn {
  /** Shown once, stored as a hash. */
  token: string
  viewer: Viewer | null
  becomes: Actor
}

/** Opens a session of a user who has proven who it is. */
export async function openSession(ctx: Ctx, userId: string): Promise<SignedIn> {
  const now = ctx.clock.now()
  const token = `cst_${ctx.ids.bytes(32).toString('base64url')}`
  const expires = new Date(now.getTime() + sessionHours * 3_600_000)
  const { ip, userAgent } = ctx.request
  await ctx.em.execute('SELECT gate.create_session(?, ?, ?, ?, ?, ?, ?)', [
    ctx.ids.next('ses'),
    userId,
    sha256(token),
    ip,
    userAgent,
    now,
    expires,
  ])
  const becomes = await authenticate(ctx.em, ctx.clock, token)
  return { token, viewer: findViewer(becomes), becomes }
}
