import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { recordOverride } from '../approvals/record-override.ts'
import { idempotent } from '../events/idempotent.ts'
import type { DecidedOrder } from './decide-order.ts'
import { moveOrder } from './move-order.ts'
import { openForDecision } from './open-for-decision.ts'
import type { ApprovalOverrideInput } from './order-commands.inputs.ts'
import { orderSnapshot } from './order-snapshot.ts'

/**
 * Decides a request in place of its approvers, as an administrator who did not ask for it; the order moves with it.
 * Refuses as `recordOverride`; then nothing is changed.
 */
export async function overrideApproval(caller: Ctx, input: ApprovalOverrideInput): Promise<DecidedOrder> {
  allow(caller, 'APPROVAL_MANAGE')
  const { approvalId, kind, reason, expectedVersion } = input
  const request = await caller.em.findOne(ApprovalRequest, { id: approvalId })
  // Of its own seller only: what is below decides for itself.
  if (request) inWriteReach(caller, request, ['approvalId'])
  const { ctx, seen, order } = await openForDecision(caller, approvalId)
  const work = async () => {
    const { request } = await recordOverride(ctx, {
      approvalId,
      kind,
      reason,
      expectedVersion,
      snapshot: orderSnapshot(order),
    })
    const command = kind === 'APPROVE' ? 'approvalApprove' : 'approvalReject'
    moveOrder(ctx, order, { command, reason: reason.trim() })
    return request
  }
  const approval = await idempotent(
    ctx,
    { operation: 'approvalOverride', input, resultId: approvalId },
    { work, replay: () => ctx.em.refreshOrFail(seen) },
  )
  return { approval, order }
}
