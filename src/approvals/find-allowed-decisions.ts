import { may } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import type { ApprovalRequest } from './approval-request.entity.ts'
import { decisionObstacle, type ApproverDecision } from './decision.rules.ts'
import { findPersonBehind } from './find-person-behind.ts'
import { stepsOf } from './steps-of.ts'

const all: readonly ApproverDecision[] = ['APPROVE', 'REJECT', 'REQUEST_CHANGES']

/** What the caller can decide on this request now: everything or nothing, by the rule that decisions obey. */
export async function findAllowedDecisions(
  ctx: Pick<Ctx, 'actor' | 'em'>,
  request: ApprovalRequest,
): Promise<ApproverDecision[]> {
  if (!may(ctx.actor, 'APPROVAL_DECIDE')) return []
  const steps = await stepsOf(ctx, request.id)
  const requesterId = await findPersonBehind(ctx, request.requesterId)
  const { status, sellerId } = request
  return decisionObstacle({ request: { status, sellerId, requesterId }, steps, actor: ctx.actor })
    ? []
    : [...all]
}
