import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import type { ApproverGroup } from './approver-group.entity.ts'
import { approverGroupSaved } from './policies.events.ts'

/** Records who is asked under the name from now on. */
export function recordGroupEvent(ctx: Ctx, group: ApproverGroup): void {
  const { id, sellerId, name, memberIds, version } = group
  record(ctx, approverGroupSaved, {
    subject: { id, sellerId, organizationId: null, version },
    data: { approverGroup: { id, name, memberIds, version } },
  })
}
