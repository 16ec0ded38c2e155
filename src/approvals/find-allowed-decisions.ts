import { may } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import type { ApprovalRequest } from './approval-request.entity.ts'
import type { ApproverDecision } from './approval-decision.entity.ts'
import { decisionObstacle } from './decision.rules.ts'
import { findPersonBehind } from './find-person-behind.ts'
import { findStandsFor } from './find-stands-for.ts'
import { stepsOf } from './steps-of.ts'

const all: readonly ApproverDecision[] = ['APPROVE', 'REJECT', 'REQUEST_CHANGES']

/** What the caller can decide on this request now: everything or nothing, by the rule that decisions obey. */
export async function findAllowedDecisions(
  ctx: Pick<Ctx, 'actor' | 'em' | 'clock'>,
  request: ApprovalRequest,
): Promise<ApproverDecision[]> {
  if (!may(ctx.actor, 'APPROVAL_DECIDE')) return []
  const steps = await stepsOf(ctx, request.id)
  const requesterId = await findPersonBehind(ctx, request.requesterId)
  const standsFor = await findStandsFor(ctx, request, steps)
  const { status, sellerId } = request
  const facts = { request: { status, sellerId, requesterId }, steps, actor: ctx.actor, standsFor }
  return decisionObstacle(facts) ? [] : [...all]
}
