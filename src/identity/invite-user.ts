import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { notFound } from '../platform/errors.ts'
import { addUser } from './add-user.ts'
import { issueOneTimeLink } from './issue-one-time-link.ts'
import { User } from './user.entity.ts'
import type { UserInviteInput } from './user.inputs.ts'

/**
 * Adds a user who chooses a password with the link that this answers, once: a repeat with the same idempotency key
 * answers with the user and no link. Records user.invited. Refuses EMAIL_TAKEN, ROLE_NOT_POSSIBLE and ROLE_TOO_HIGH.
 */
export async function inviteUser(
  ctx: Ctx,
  input: UserInviteInput,
): Promise<{ user: User; invitationUrl: string | null }> {
  allow(ctx, 'USER_WRITE')
  let invitationUrl: string | null = null
  const user = await idempotent(
    ctx,
    { operation: 'userInvite', input },
    {
      work: async () => {
        const added = await addUser(ctx, input)
        invitationUrl = await issueOneTimeLink(ctx, added, 'INVITATION')
        return added
      },
      replay: async (id) => {
        const added = await ctx.em.findOne(User, { id })
        if (!added) throw notFound('user')
        return added
      },
    },
  )
  return { user, invitationUrl }
}
