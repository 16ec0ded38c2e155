import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { normalizeEmail, normalizePhone } from '../platform/contact-formats.ts'
import { notFound, refuse, refuseAll } from '../platform/errors.ts'
import { checks, fieldProblems, optionalText, textWithin } from '../platform/field-checks.ts'
import { flushUnique } from '../platform/flush-unique.ts'
import { userInvited } from './identity.events.ts'
import { recordUserEvent } from './record-user-event.ts'
import { roleProblems } from './roles.policy.ts'
import { User } from './user.entity.ts'
import type { UserInviteInput } from './user.inputs.ts'

const emailTaken = {
  app_user_seller_id_organization_id_email_key: () =>
    refuse('EMAIL_TAKEN', 'This organization has a user with this e-mail address already.', ['email']),
}

/**
 * Adds a user that cannot sign in yet; `inviteUser` gives it a link. Records user.invited. The caller has asked for
 * USER_WRITE. Refuses EMAIL_TAKEN, ROLE_NOT_POSSIBLE and ROLE_TOO_HIGH.
 */
export async function addUser(ctx: Ctx, input: Omit<UserInviteInput, 'idempotencyKey'>): Promise<User> {
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
