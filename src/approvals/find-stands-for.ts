import type { Ctx } from '../access/ctx.ts'
import { loadList, type ListOf } from '../platform/load-list.ts'
import { ApprovalDelegation } from './approval-delegation.entity.ts'
import type { ApprovalRequest } from './approval-request.entity.ts'
import type { ApprovalStep } from './approval-step.entity.ts'
import { delegatorsOf } from './delegation.rules.ts'
import { activeStep } from './decision.rules.ts'

const toDelegate: ListOf<ApprovalDelegation> = {
  entity: ApprovalDelegation,
  by: 'toUserId',
  orderBy: { createdAt: 'asc', id: 'asc' },
  whereNull: ['endedAt'],
}

/** For whom the caller may decide the open step of a request as a delegate; many requests cost one query. */
export async function findStandsFor(
  ctx: Pick<Ctx, 'actor' | 'em' | 'clock'>,
  request: ApprovalRequest,
  steps: readonly ApprovalStep[],
): Promise<string[]> {
  if (ctx.actor.kind !== 'USER') return []
  const delegations = await loadList(ctx, toDelegate, ctx.actor.id)
  const reasons = activeStep(steps)?.reasons ?? []
  return delegatorsOf(delegations, {
    policyIds: reasons.flatMap(({ policy }) => (policy ? [policy.id] : [])),
    customerId: request.organizationId,
    now: ctx.clock.now(),
  })
}
