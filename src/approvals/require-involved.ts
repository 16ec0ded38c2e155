import { may } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import type { ApprovalRequest } from './approval-request.entity.ts'
import type { ApprovalStep } from './approval-step.entity.ts'
import { findStandsFor } from './find-stands-for.ts'

/** Refuses unless the caller asked for the request, is asked by one of its steps, is told of it, or manages the approvals of its seller. */
export async function requireInvolved(
  ctx: Ctx,
  request: ApprovalRequest,
  steps: readonly ApprovalStep[],
): Promise<void> {
  const { id, organizationScope } = ctx.actor
  const asked = steps.flatMap((step) => step.approverIds)
  const isNamed = request.requesterId === id || request.watcherIds.includes(id) || asked.includes(id)
  const manages = may(ctx.actor, 'APPROVAL_MANAGE') && ctx.actor.sellerId === request.sellerId
  if (organizationScope === null && (isNamed || manages)) return
  const standsFor = organizationScope === null ? await findStandsFor(ctx, request, steps) : []
  if (standsFor.some((one) => asked.includes(one))) return
  const message = 'This is for the requester, the approvers and the watchers of the request.'
  throw refuse('FORBIDDEN', message, {
    path: ['approvalId'],
    details: { requiredScopes: ['APPROVAL_MANAGE'] },
  })
}
