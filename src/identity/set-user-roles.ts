import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decidingRoles, type Role } from '../access/roles.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { notFound, refuseAll } from '../platform/errors.ts'
import { load } from '../platform/load.ts'
import { findUserToManage } from './find-user-to-manage.ts'
import { userRolesChanged } from './identity.events.ts'
import { keepOneAdministrator } from './keep-one-administrator.ts'
import { keepOneApprover } from './keep-one-approver.ts'
import { recordUserEvent } from './record-user-event.ts'
import { roleProblems } from './roles.policy.ts'
import type { User } from './user.entity.ts'

const mayDecide = (roles: readonly Role[]) => roles.some((role) => decidingRoles.includes(role))

/**
 * Gives a user other roles, at once: its open sessions act by them from the next request on. Equal roles change nothing.
 * Records user.roles_changed. Refuses as `userInvite`, LAST_ADMINISTRATOR, and LAST_APPROVER unless `force` is said.
 */
export async function setUserRoles(
  ctx: Ctx,
  input: { userId: string; roles: Role[]; force?: boolean | null },
): Promise<User> {
  allow(ctx, 'USER_WRITE')
  const user = await findUserToManage(ctx, input.userId)
  const roles = [...new Set(input.roles)]
  const organization = await load(ctx.em, Organization, user.organizationId)
  if (!organization) throw notFound('organization')
  refuseAll(roleProblems(ctx.actor, organization.kind, roles))
  const lost = user.roles.filter((role) => !roles.includes(role))
  if (lost.length === 0 && roles.length === user.roles.length) return user
  await keepOneAdministrator(ctx, user, lost)
  if (user.status === 'ACTIVE' && mayDecide(user.roles) && !mayDecide(roles))
    await keepOneApprover(ctx, { id: user.id, path: ['userId'], force: input.force })
  Object.assign(user, { roles, version: user.version + 1, updatedAt: ctx.clock.now() })
  recordUserEvent(ctx, userRolesChanged, user)
  return user
}
