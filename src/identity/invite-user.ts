import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { idempotent } from '../events/idempotent.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { normalizeEmail, normalizePhone } from '../platform/contact-formats.ts'
import { notFound, refuse, refuseAll } from '../platform/errors.ts'
import { checks, fieldProblems, optionalText, textWithin } from '../platform/field-checks.ts'
import { flushUnique } from '../platform/flush-unique.ts'
import { userInvited } from './identity.events.ts'
import { issueOneTimeLink } from './issue-one-time-link.ts'
import { recordUserEvent } from './record-user-event.ts'
import { roleProblems } from './roles.policy.ts'
import { User } from './user.entity.ts'
import type { UserInviteInput } from './user.inputs.ts'

const emailTaken = {
  app_user_seller_id_organization_id_email_key: () =>
    refuse('EMAIL_TAKEN', 'This organization has a user with this e-mail address already.', ['email']),
}

async function addUser(ctx: Ctx, input: UserInviteInput): Promise<User> {
  const organization = await ctx.em.findOne(Organization, { id: input.organizationId })
  if (!organization) throw notFound('organization', ['organizationId'])
  inWriteReach(ctx, organization, ['organizationId'])
  const roles = [...new Set(input.roles)]
  refuseAll([
    ...fieldProblems({
      email: [input.email, checks.email],
      firstName: [input.firstName, textWithin(100)],
      lastName: [input.lastName, textWithin(100)],
      phone: [optionalText(input.phone), checks.phone],
    }),
    ...roleProblems(ctx.actor, organization.kind, roles),
  ])
  const now = ctx.clock.now()
  const phone = optionalText(input.phone)
  const user = Object.assign(new User(), {
    id: ctx.ids.next('usr'),
    sellerId: organization.sellerId,
    organizationId: organization.id,
    email: normalizeEmail(input.email).toLowerCase(),
    firstName: input.firstName.trim(),
    lastName: input.lastName.trim(),
    phone: phone ? normalizePhone(phone) : null,
    roles,
    status: 'INVITED' as const,
    createdAt: now,
    updatedAt: now,
  })
  ctx.em.persist(user)
  await flushUnique(ctx.em, emailTaken)
  recordUserEvent(ctx, userInvited, user)
  return user
}

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
