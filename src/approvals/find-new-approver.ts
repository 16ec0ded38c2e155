import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import { approvalRoutingData } from './approval-routing-data.ts'
import type { Approver } from './approver.view.ts'

/**
 * Who is to be asked: a user or API key of the request's seller, or of one above, who is active and may decide. Refuses
 * APPROVER_UNKNOWN.
 */
export async function findNewApprover(
  ctx: Ctx,
  wanted: { sellerId: string; id: string; path: string[] },
): Promise<Approver> {
  const { people } = await approvalRoutingData(ctx, { sellerId: wanted.sellerId, requesterIds: [] })
  const found = people.find(({ id }) => id === wanted.id)
  if (found) return { id: found.id, name: found.name }
  const message = 'Name somebody who is active and may decide approvals, or an API key with that scope.'
  throw refuse('APPROVER_UNKNOWN', message, wanted.path)
}
