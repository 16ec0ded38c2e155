import type { Ctx } from '../access/ctx.ts'
import type { EventDefinition } from '../events/event.ts'
import { record } from '../events/record.ts'
import type { ApprovalPolicy } from './approval-policy.entity.ts'
import type { PolicySnapshot } from './policies.events.ts'
import type { PolicyDefinition } from './policy-definition.schema.ts'

/** Records an event about a policy. It belongs to the seller alone: customers are not told its rules. */
export function recordPolicyEvent(
  ctx: Ctx,
  definition: EventDefinition<{ policy: PolicySnapshot }>,
  said: { policy: ApprovalPolicy; definition: PolicyDefinition },
): void {
  const { id, sellerId, name, status, passesDown, version } = said.policy
  const { effect, triggers } = said.definition
  record(ctx, definition, {
    subject: { id, sellerId, organizationId: null, version },
    data: { policy: { id, name, status, passesDown, version, effect, triggers } },
  })
}
