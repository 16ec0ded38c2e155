import type { Ctx } from '../access/ctx.ts'
import { sha256 } from '../platform/secrets.ts'
import { UserToken } from './user-token.entity.ts'
import type { User } from './user.entity.ts'

const validForHours = { INVITATION: 7 * 24, PASSWORD_RESET: 24 } as const

/**
 * A link that lets the user choose a password, once: 7 days for an invitation, 24 hours for a reset. It replaces every
 * earlier link of the user. Only the hash is stored, so this is the one time that it can be shown.
 */
export async function issueOneTimeLink(ctx: Ctx, user: User, purpose: UserToken['purpose']): Promise<string> {
  const now = ctx.clock.now()
  const { sellerId, id: userId } = user
  await ctx.em.nativeUpdate(UserToken, { sellerId, userId, usedAt: null }, { usedAt: now })
  const token = `csl_${ctx.ids.bytes(32).toString('base64url')}`
  ctx.em.persist(
    Object.assign(new UserToken(), {
      id: ctx.ids.next('utk'),
      sellerId,
      userId,
      purpose,
      tokenHash: sha256(token),
      createdAt: now,
      expiresAt: new Date(now.getTime() + validForHours[purpose] * 3_600_000),
    }),
  )
  return `${ctx.publicUrl ?? ''}/accept?token=${token}`
}
