import type { Ctx } from '../access/ctx.ts'
import { continueAs } from '../access/fork-for.ts'
import { may } from '../access/allow.ts'
import { stepIn } from '../access/step-in.ts'
import type { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { ApprovalStep } from '../approvals/approval-step.entity.ts'

/**
 * Lets whom a request asks decide it, for the rest of the running transaction: an administrator above, as `stepIn` does;
 * and an approver of the customer itself, whose decision moves rows of the seller that no customer sees. Whom no step
 * names stays where it stands.
 */
export async function stepInToDecide(caller: Ctx, request: ApprovalRequest): Promise<Ctx> {
  const { actor } = caller
  if (actor.organizationScope === null || !may(actor, 'APPROVAL_DECIDE'))
    return stepIn(caller, request.sellerId)
  const steps = await caller.em.find(ApprovalStep, { requestId: request.id })
  if (!steps.some(({ approverIds }) => approverIds.includes(actor.id))) return caller
  return continueAs(caller, { ...actor, organizationScope: null })
}
