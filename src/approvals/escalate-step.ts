import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import type { ApprovalRequest } from './approval-request.entity.ts'
import { approvalRoutingData } from './approval-routing-data.ts'
import { eventData, stepSnapshot, type OrderSnapshot } from './approval-snapshot.ts'
import type { ApprovalStep } from './approval-step.entity.ts'
import type { Approver } from './approver.view.ts'
import { joinStep } from './join-step.rules.ts'
import { resolveGroup } from './resolve-group.rules.ts'
import { approvalEscalated } from './timers.events.ts'

/** Whom the step's policies escalate to, as far as they may decide today; else administrators, from the nearest up. */
async function peopleOf(ctx: Ctx, request: ApprovalRequest, step: ApprovalStep): Promise<Approver[]> {
  const { sellerId, requesterId, organizationId } = request
  const data = await approvalRoutingData(ctx, {
    sellerId,
    requesterIds: [requesterId],
    customerIds: [organizationId],
  })
  const anyOf = (step.sla?.escalateTo ?? []).map((userId) => ({ kind: 'USER' as const, userId }))
  const directory = {
    sellers: data.sellers,
    people: data.people,
    groups: {},
    requesterId: data.requesters[requesterId]?.personId ?? requesterId,
    requesterManagerId: null,
    accountOwnerId: null,
    costCenterOwnerId: null,
    customerId: organizationId,
  }
  const setting = { ownerId: sellerId, allowsSelf: false }
  const ids = resolveGroup({ anyOf, minimumApprovals: 1 }, directory, setting)?.approverIds ?? []
  return data.people.filter(({ id }) => ids.includes(id)).map(({ id, name }) => ({ id, name }))
}

/**
 * Asks more people for the open step of a locked request, beside those who were asked before: whom its policies
 * escalate to, never the requester. Records `approval.escalated`. The request's version stays: whoever decides on what
 * it said before is not refused.
 */
export async function escalateStep(
  ctx: Ctx,
  { request, steps, step }: { request: ApprovalRequest; steps: readonly ApprovalStep[]; step: ApprovalStep },
  snapshot: OrderSnapshot,
): Promise<void> {
  const { step: larger, joined } = joinStep(step, await peopleOf(ctx, request, step))
  Object.assign(step, larger)
  step.escalatedAt ??= ctx.clock.now()
  const data = { ...eventData(request, steps, snapshot), step: stepSnapshot(step), joined }
  record(ctx, approvalEscalated, { subject: request, data })
}
