import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import type { Activity } from '../activities/activity.entity.ts'
import { continueAsBeginner } from '../activities/continue-as-beginner.ts'
import { endActivity } from '../activities/end-activity.ts'
import { recordActivityErrors, type ActivityItemError } from '../activities/record-activity-errors.ts'
import { reportActivityProgress } from '../activities/report-activity-progress.ts'
import { takeUpActivity } from '../activities/take-up-activity.ts'
import { approvalsLeftToNobody } from './approvals-left-to-nobody.ts'
import type { UserStatusesWork } from './begin-user-statuses.ts'
import { userActivated, userDeactivated } from './identity.events.ts'
import { lastApproverMessage } from './last-approver-message.ts'
import { neverWithout } from './never-without.ts'
import { recordUserEvent } from './record-user-event.ts'
import { outranks } from './roles.policy.ts'
import { Session } from './session.entity.ts'
import { UserToken } from './user-token.entity.ts'
import { statusOutcomes, type StatusOutcome, type UserFacts } from './user-statuses.rules.ts'
import { User } from './user.entity.ts'

/** So many users a transaction: short enough that nobody waits long for one of them. */
const perPart = 100

interface Part {
  ids: string[]
  users: Map<string, User>
  activeHolders: Record<string, number>
}

/**
 * Locks the users of a part and, where people are shut out, the holders of what must not be lost: all in one order, so
 * that parts and single deactivations at once cannot each take a last administrator.
 */
async function lockPart(ctx: Ctx, ids: string[], wanted: UserStatusesWork['wanted']): Promise<Part> {
  const asked = { id: { $in: ids } }
  const holders = {
    sellerId: ctx.actor.sellerId,
    status: 'ACTIVE' as const,
    roles: { $overlap: neverWithout },
  }
  const rows = await ctx.em.find(User, wanted === 'ACTIVE' ? asked : { $or: [asked, holders] }, {
    orderBy: { id: 'asc' },
    lockMode: LockMode.PESSIMISTIC_WRITE,
    refresh: true,
  })
  const active = rows.filter(({ status }) => status === 'ACTIVE')
  const count = (role: User['roles'][number]) => active.filter(({ roles }) => roles.includes(role)).length
  return {
    ids,
    users: new Map(rows.map((row) => [row.id, row])),
    activeHolders: Object.fromEntries(neverWithout.map((role) => [role, count(role)])),
  }
}

/** What open approvals say of those who are to be shut out: all at once, for two of them may be the last two. */
async function lastApprovers(ctx: Ctx, part: Part, wanted: UserStatusesWork['wanted']) {
  if (wanted === 'ACTIVE') return new Map<string, string>()
  const active = part.ids.filter((id) => part.users.get(id)?.status === 'ACTIVE')
  const left = await approvalsLeftToNobody(ctx, active)
  const named = new Set(left.flatMap((one) => one.named))
  return new Map(
    [...named].map((id) => [id, lastApproverMessage(left.filter((one) => one.named.includes(id)))]),
  )
}

function factsOf(ctx: Ctx, user: User | undefined, last: ReadonlyMap<string, string>): UserFacts | undefined {
  if (!user) return undefined
  const lastApprover = last.get(user.id)
  return {
    ...(lastApprover ? { lastApprover } : {}),
    status: user.status,
    hasPassword: user.passwordHash !== null,
    isManaged: outranks(ctx.actor, user.roles),
    keyRoles: user.roles.filter((role) => neverWithout.includes(role)),
  }
}

/** Sessions and unused links of whoever is shut out end at once; API keys belong to the organization and stay. */
async function shutOut(ctx: Ctx, userIds: string[]): Promise<void> {
  if (userIds.length === 0) return
  const now = ctx.clock.now()
  const ofThem = { sellerId: ctx.actor.sellerId, userId: { $in: userIds } }
  await ctx.em.nativeUpdate(Session, { ...ofThem, revokedAt: null }, { revokedAt: now })
  await ctx.em.nativeUpdate(UserToken, { ...ofThem, usedAt: null }, { usedAt: now })
}

async function apply(ctx: Ctx, { ids, users }: Part, outcomes: StatusOutcome[]): Promise<number> {
  const changed = ids.flatMap((id, at) => {
    const outcome = outcomes[at]
    const user = users.get(id)
    return user && outcome && 'becomes' in outcome && outcome.becomes
      ? [{ user, status: outcome.becomes }]
      : []
  })
  const updatedAt = ctx.clock.now()
  for (const { user, status } of changed)
    Object.assign(user, { status, version: user.version + 1, updatedAt })
  for (const { user, status } of changed) {
    if (status === 'ACTIVE') recordUserEvent(ctx, userActivated, user)
    if (status === 'DEACTIVATED') recordUserEvent(ctx, userDeactivated, user)
  }
  await shutOut(
    ctx,
    changed.flatMap(({ user, status }) => (status === 'DEACTIVATED' ? [user.id] : [])),
  )
  return changed.length
}

async function doPart(ctx: Ctx, activity: Activity, from: number): Promise<number> {
  // What `beginUserStatuses` stored.
  const { wanted, userIds } = activity.input as UserStatusesWork
  const part = await lockPart(ctx, userIds.slice(from, from + perPart), wanted)
  const last = await lastApprovers(ctx, part, wanted)
  const facts = part.ids.map((id) => factsOf(ctx, part.users.get(id), last))
  const outcomes = statusOutcomes(facts, wanted, part.activeHolders)
  const errors = outcomes.flatMap((outcome, at): ActivityItemError[] =>
    'refused' in outcome
      ? [{ position: from + at + 1, path: ['userIds', String(from + at)], ...outcome.refused }]
      : [],
  )
  const changed = await apply(ctx, part, outcomes)
  await ctx.em.flush()
  await recordActivityErrors(ctx, activity.id, errors)
  const done = from + part.ids.length
  const before = { changed: 0, unchanged: 0, ...activity.counts }
  const unchanged = before.unchanged + part.ids.length - changed - errors.length
  const counts = { changed: before.changed + changed, unchanged }
  await reportActivityProgress(ctx, activity.id, { done, counts, marker: { from: done } })
  return done
}

/**
 * Does one part of an activity that activates or deactivates users, as who began it, and ends the activity behind the
 * last; true while more is left. Records user.activated and user.deactivated. One transaction a part: its marker commits
 * with it, so that a part is never done twice.
 */
export async function changeUserStatuses(given: Ctx, activityId: string): Promise<boolean> {
  const activity = await takeUpActivity(given, activityId)
  if (!activity) return false
  const ctx = await continueAsBeginner(given, activity)
  const { from = 0 } = (activity.marker ?? {}) as { from?: number }
  const done = await doPart(ctx, activity, from)
  if (done < (activity.total ?? 0)) return true
  await endActivity(ctx, activityId)
  return false
}
