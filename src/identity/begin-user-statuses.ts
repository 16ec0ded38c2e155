import { Activity } from '../activities/activity.entity.ts'
import { beginActivity } from '../activities/begin-activity.ts'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { notFound, refuse } from '../platform/errors.ts'
import type { UsersActivateInput, UsersDeactivateInput } from './user.inputs.ts'
import type { WantedStatus } from './user-statuses.rules.ts'

/** The most users of one request. */
const mostUsers = 1000

/** What the job of such an activity works on. */
export interface UserStatusesWork {
  wanted: WantedStatus
  userIds: string[]
}

/**
 * Begins to let many users in again or to shut them out, as an activity: a user who is refused is an error of it, and
 * holds up no other. Each is named once. Refuses USERS_MISSING and TOO_MANY.
 */
export async function beginUserStatuses(
  ctx: Ctx,
  input: UsersActivateInput | UsersDeactivateInput,
  wanted: WantedStatus,
): Promise<Activity> {
  allow(ctx, 'USER_WRITE')
  const userIds = [...new Set(input.userIds)]
  if (userIds.length === 0) throw refuse('USERS_MISSING', 'Name at least one user.', ['userIds'])
  if (userIds.length > mostUsers)
    throw refuse('TOO_MANY', `Name at most ${mostUsers} users at once.`, ['userIds'])
  const kind = wanted === 'ACTIVE' ? 'USERS_ACTIVATE' : 'USERS_DEACTIVATE'
  const work: UserStatusesWork = { wanted, userIds }
  return idempotent(
    ctx,
    { operation: wanted === 'ACTIVE' ? 'usersActivate' : 'usersDeactivate', input },
    {
      work: () => beginActivity(ctx, { kind, input: work, total: userIds.length, resumable: true }),
      replay: async (id) => {
        const begun = await ctx.em.findOne(Activity, { id })
        if (!begun) throw notFound('activity')
        return begun
      },
    },
  )
}
