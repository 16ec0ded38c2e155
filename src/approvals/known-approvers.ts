import type { Ctx } from '../access/ctx.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { load } from '../platform/load.ts'
import { approvalRoutingData } from './approval-routing-data.ts'
import type { KnownApprovers } from './policy-problems.rules.ts'

/** Whom a policy of the caller's seller may name. */
export async function knownApprovers(ctx: Ctx): Promise<KnownApprovers> {
  const { sellerId } = ctx.actor
  const [data, seller] = await Promise.all([
    approvalRoutingData(ctx, { sellerId, requesterIds: [ctx.actor.id] }),
    load(ctx, Organization, sellerId),
  ])
  return {
    ids: new Set(data.people.map((one) => one.id)),
    groupIds: new Set(Object.keys(data.groups)),
    mayApproveOnTimeout: seller?.approvalOnTimeout ?? false,
  }
}
