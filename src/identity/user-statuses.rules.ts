import type { UserStatus } from './user.entity.ts'

/** What a person wants of many users. */
export type WantedStatus = 'ACTIVE' | 'DEACTIVATED'

/** What is known of a user that is asked for. */
export interface UserFacts {
  status: UserStatus
  hasPassword: boolean
  /** True when the caller may manage it. */
  isManaged: boolean
  /** Roles of it of which one active holder must stay. */
  keyRoles: readonly string[]
  /** Why open approvals could not go on without it; absent: they can. */
  lastApprover?: string
}

/** What becomes of one user: a new status, nothing because it is so already, or a refusal. */
export type StatusOutcome =
  { becomes: UserStatus } | { becomes: null } | { refused: { code: string; message: string } }

const refusals = {
  NOT_FOUND: 'There is no such user, or you cannot see it.',
  ROLE_TOO_HIGH: 'This user may do more than you. Ask an administrator.',
  USER_INVITED: 'The user becomes active by accepting the invitation.',
  LAST_ADMINISTRATOR: 'This is the last active administrator. Activate or invite another one first.',
} as const

const refused = (code: keyof typeof refusals): StatusOutcome => ({
  refused: { code, message: refusals[code] },
})

/** Why the last active holder of a role stays: nobody else could let people in again. */
function isLast(user: UserFacts, activeHolders: Record<string, number>): boolean {
  return user.status === 'ACTIVE' && user.keyRoles.some((role) => (activeHolders[role] ?? 0) <= 1)
}

function outcomeOf(
  user: UserFacts | undefined,
  wanted: WantedStatus,
  activeHolders: Record<string, number>,
): StatusOutcome {
  if (!user) return refused('NOT_FOUND')
  if (!user.isManaged) return refused('ROLE_TOO_HIGH')
  if (user.status === wanted) return { becomes: null }
  if (wanted === 'ACTIVE') {
    if (user.status === 'INVITED') return refused('USER_INVITED')
    return { becomes: user.hasPassword ? 'ACTIVE' : 'INVITED' }
  }
  if (isLast(user, activeHolders)) return refused('LAST_ADMINISTRATOR')
  if (user.lastApprover) return { refused: { code: 'LAST_APPROVER', message: user.lastApprover } }
  return { becomes: 'DEACTIVATED' }
}

/**
 * What becomes of each user, in order: whoever is shut out first no longer counts as a holder for those behind. The
 * counts of active holders are those of the whole organization before the first.
 */
export function statusOutcomes(
  users: ReadonlyArray<UserFacts | undefined>,
  wanted: WantedStatus,
  activeHolders: Readonly<Record<string, number>>,
): StatusOutcome[] {
  const left = { ...activeHolders }
  return users.map((user) => {
    const outcome = outcomeOf(user, wanted, left)
    const isShutOut = 'becomes' in outcome && outcome.becomes === 'DEACTIVATED' && user?.status === 'ACTIVE'
    if (isShutOut) for (const role of user.keyRoles) left[role] = (left[role] ?? 0) - 1
    return outcome
  })
}
