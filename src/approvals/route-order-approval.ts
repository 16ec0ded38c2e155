import type { Ctx } from '../access/ctx.ts'
import { sellersAbove } from '../access/sellers-above.ts'
import type { Approver } from './approver.view.ts'
import { findPersonBehind } from './find-person-behind.ts'
import { routeApproval, type ApprovalFacts, type RoutingResult } from './routing.rules.ts'

/** Whose approval an order needs, and what that depends on. */
export interface ApprovalSubject {
  sellerId: string
  /** A user, or an API key: then its creator may not approve. */
  requesterId: string
  facts: ApprovalFacts
}

/** One step as it would be opened: any `minimumApprovals` of the approvers must agree. */
export interface RoutedStep {
  /** From 1. */
  position: number
  minimumApprovals: number
  approvers: Approver[]
  reason: string
}

/** What routing found. `BLOCKED`: nobody may decide, so the order must not be submitted. */
export type ApprovalRoute =
  | { outcome: 'REQUIRE_APPROVAL'; steps: RoutedStep[] }
  | { outcome: 'BLOCKED'; problem: { code: 'APPROVER_MISSING'; message: string } }

interface AdministratorRow {
  user_id: string
  seller_id: string
  name: string
}

/** Groups that must all agree are asked one after another: a step has one group. */
function stepsOf(
  result: Extract<RoutingResult, { outcome: 'REQUIRE_APPROVAL' }>,
  names: ReadonlyMap<string, string>,
): RoutedStep[] {
  return result.steps
    .flatMap((step) => step.allOf.map((group) => ({ group, reason: step.reason.message })))
    .map(({ group, reason }, index) => ({
      position: index + 1,
      minimumApprovals: group.minApprovals,
      approvers: group.anyOf.map(({ userId }) => ({ id: userId, name: names.get(userId) ?? userId })),
      reason,
    }))
}

/**
 * Who must approve an order of this seller: the same answer for the preview, the check inside submit and the routing
 * job. Asks the gate for the administrators of the seller and of those above it, whom a sub-reseller cannot read.
 */
export async function routeOrderApproval(
  ctx: Pick<Ctx, 'actor' | 'em'>,
  subject: ApprovalSubject,
): Promise<ApprovalRoute> {
  const chain = [subject.sellerId, ...(await sellersAbove(ctx, subject.sellerId))]
  const administrators = await ctx.em.execute<AdministratorRow[]>(
    'SELECT * FROM gate.administrators(ARRAY[?]::text[])',
    [chain],
  )
  const result = routeApproval({
    policies: [],
    facts: subject.facts,
    organizationChain: chain,
    eligibleAdministrators: administrators.map((one) => ({
      userId: one.user_id,
      organizationId: one.seller_id,
    })),
    requesterId: await findPersonBehind(ctx, subject.requesterId),
  })
  if (result.outcome === 'BLOCKED') return result
  const names = new Map(administrators.map((one) => [one.user_id, one.name]))
  return { outcome: result.outcome, steps: stepsOf(result, names) }
}
