import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { record } from '../events/record.ts'
import { User } from '../identity/user.entity.ts'
import { notFound, refuse } from '../platform/errors.ts'
import type { ApprovalWatcherAddInput } from './approval-commands.inputs.ts'
import { approvalWatchersChanged } from './approval-people.events.ts'
import type { ApprovalRequest } from './approval-request.entity.ts'
import { eventData } from './approval-snapshot.ts'
import { lockApproval } from './lock-approval.ts'

const mostWatchers = 50

/** Of the reseller itself, and active: a customer reads what concerns it, and is told nothing more. */
async function requireWatcher(ctx: Ctx, sellerId: string, id: string): Promise<void> {
  const user = await ctx.em.findOne(User, { id, sellerId, organizationId: sellerId, status: 'ACTIVE' })
  if (user) return
  throw refuse('WATCHER_UNKNOWN', 'Name an active user of the reseller that sells the order.', ['userId'])
}

/**
 * Lets somebody be told of a request from now on, or no longer: oneself, or others with APPROVAL_MANAGE. Watchers read
 * and decide nothing; the version stays. Records `approval.watchers_changed`; a repeat changes nothing.
 */
export async function changeWatchers(
  ctx: Ctx,
  input: ApprovalWatcherAddInput,
  wanted: boolean,
): Promise<ApprovalRequest> {
  allow(ctx, 'APPROVAL_READ')
  const userId = input.userId ?? ctx.actor.id
  if (userId !== ctx.actor.id) allow(ctx, 'APPROVAL_MANAGE')
  if (ctx.actor.organizationScope !== null) throw notFound('approval request', ['approvalId'])
  const { request, steps } = await lockApproval(ctx, { approvalId: input.approvalId })
  inWriteReach(ctx, request, ['approvalId'])
  if (request.watcherIds.includes(userId) === wanted) return request
  if (wanted) await requireWatcher(ctx, request.sellerId, userId)
  if (wanted && request.watcherIds.length >= mostWatchers)
    throw refuse('TOO_MANY', `At most ${mostWatchers} watch a request.`, ['userId'])
  const others = request.watcherIds.filter((id) => id !== userId)
  request.watcherIds = wanted ? [...others, userId].toSorted() : others
  request.updatedAt = ctx.clock.now()
  const change = wanted ? { added: [userId], removed: [] } : { added: [], removed: [userId] }
  record(ctx, approvalWatchersChanged, {
    subject: request,
    data: { ...eventData(request, steps, undefined), ...change },
  })
  return request
}
