import type { Ctx } from '../access/ctx.ts'
import type { userInvited } from './identity.events.ts'
import { record } from '../events/record.ts'
import type { User } from './user.entity.ts'

/** Records an event of a user with its snapshot, which never holds the password. */
export function recordUserEvent(ctx: Ctx, definition: typeof userInvited, user: User): void {
  const { id, sellerId, organizationId, email, firstName, lastName, phone, roles, status, version } = user
  const snapshot = { id, sellerId, organizationId, email, firstName, lastName, phone, roles, status, version }
  record(ctx, definition, { subject: user, data: { user: snapshot } })
}
