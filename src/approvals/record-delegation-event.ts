import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import type { ApprovalDelegation } from './approval-delegation.entity.ts'
import type { approvalDelegationCreated } from './delegations.events.ts'

/** Records an event about a delegation. It belongs to the seller alone: customers are not told who is away. */
export function recordDelegationEvent(
  ctx: Ctx,
  definition: typeof approvalDelegationCreated,
  one: ApprovalDelegation,
): void {
  const { id, sellerId, version, policyId, customerId, validFrom, validTo, endedAt } = one
  record(ctx, definition, {
    subject: { id, sellerId, organizationId: null, version },
    data: {
      delegation: {
        id,
        from: { id: one.fromUserId, name: one.fromUserName },
        to: { id: one.toUserId, name: one.toUserName },
        policyId,
        customerId,
        validFrom: validFrom.toISOString(),
        validTo: validTo.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
      },
    },
  })
}
