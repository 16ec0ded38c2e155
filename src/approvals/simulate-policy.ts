import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { notFound, refuse, refuseAll } from '../platform/errors.ts'
import { approvalRoutingData, type ApprovalRoutingData } from './approval-routing-data.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import { directoryWithoutOrder } from './directory-without-order.ts'
import { knownApprovers } from './known-approvers.ts'
import { lintPolicies } from './lint-policies.rules.ts'
import type { ApprovalPolicySimulateInput } from './policies.inputs.ts'
import { policyProblems } from './policy-problems.rules.ts'
import type { ApprovalPolicySimulation, SimulatedApproval } from './policy.view.ts'
import { readPolicyDefinition } from './read-policy-definition.ts'
import { openable, routeBy } from './route-order-approval.ts'
import type { RoutedPolicy, RoutingResult } from './routing.rules.ts'

const mostOrders = 500
/** What a draft is called that replaces none. */
const draftId = 'draft'

/** The policies as they would be: the draft in place of the one that it replaces, or beside them. */
function withDraft(
  ctx: Ctx,
  data: ApprovalRoutingData,
  draft: Pick<RoutedPolicy, 'definition'> & { replaces: string | null },
): RoutedPolicy[] {
  const { sellerId: ownerId } = ctx.actor
  const replaced = data.policies.find(({ id, ownerId: owner }) => id === draft.replaces && owner === ownerId)
  const { id, version, name } = replaced ?? { id: draft.replaces ?? draftId, version: 0, name: 'Draft' }
  return [
    ...data.policies.filter((one) => one !== replaced),
    { id, version, name, ownerId, definition: draft.definition },
  ]
}

function shown(result: RoutingResult, names: ReadonlyMap<string, string>): SimulatedApproval {
  const { outcome } = result
  if (result.outcome === 'BLOCKED') return { outcome, reason: result.problem.message, steps: [] }
  if (result.outcome === 'AUTO_APPROVE') return { outcome, reason: result.reason.message, steps: [] }
  const steps = result.steps.map((step) => openable(step, names))
  return { outcome, reason: steps.map((step) => step.reason).join(' '), steps }
}

/** What decides who is asked; the texts of reasons are not a difference. */
function essence(result: RoutingResult): string {
  if (result.outcome !== 'REQUIRE_APPROVAL') return result.outcome
  return JSON.stringify(result.steps.map(({ groups, sla }) => [groups, sla]))
}

async function draftOf(ctx: Ctx, input: ApprovalPolicySimulateInput) {
  if (input.lastOrders < 1 || input.lastOrders > mostOrders)
    throw refuse('ORDERS_COUNT', `Look at 1 to ${mostOrders} orders.`, ['lastOrders'])
  const definition = readPolicyDefinition(input.definition, ['definition'])
  refuseAll(policyProblems(definition, await knownApprovers(ctx)))
  return { definition, replaces: input.policyId ?? null }
}

/**
 * Replays a draft of a policy over the latest submitted orders of the caller's seller, by the facts that were kept with
 * them and the people of today, and says which would have gone another way, and what is odd about the draft. Stores
 * nothing. Refuses ORDERS_COUNT, NOT_FOUND, and whatever `createPolicy` would refuse of the definition.
 */
export async function simulatePolicy(
  ctx: Ctx,
  input: ApprovalPolicySimulateInput,
): Promise<ApprovalPolicySimulation> {
  allow(ctx, 'APPROVAL_POLICY_WRITE')
  const { sellerId } = ctx.actor
  const draft = await draftOf(ctx, input)
  const requests = await ctx.em.find(
    ApprovalRequest,
    { sellerId },
    { orderBy: { requestedAt: 'desc', id: 'desc' }, limit: input.lastOrders },
  )
  const examined = requests.map(({ orderId, requesterId, facts }) => ({
    orderId,
    facts: { ...facts, requesterId: facts.requesterId ?? requesterId },
  }))
  const data = await approvalRoutingData(ctx, {
    sellerId,
    requesterIds: [...new Set([ctx.actor.id, ...examined.map(({ facts }) => facts.requesterId)])],
    customerIds: [...new Set(examined.flatMap(({ facts }) => facts.customerId ?? []))],
  })
  if (draft.replaces && !data.policies.some((one) => one.id === draft.replaces))
    throw notFound('active approval policy', ['policyId'])
  const names = new Map(data.people.map((one) => [one.id, one.name]))
  const policies = withDraft(ctx, data, draft)
  const warnings = lintPolicies(policies, {
    directory: directoryWithoutOrder(data),
    now: ctx.clock.now().toISOString(),
  }).filter(({ policyId }) => policyId === (draft.replaces ?? draftId))
  const changed = examined.flatMap(({ orderId, facts }) => {
    const before = routeBy(data, facts, { now: ctx.clock.now() })
    const after = routeBy(data, facts, { now: ctx.clock.now(), policies })
    if (essence(before) === essence(after)) return []
    const { orderNumber } = facts
    return [{ orderId, orderNumber, before: shown(before, names), after: shown(after, names) }]
  })
  return { examined: examined.length, changed, warnings }
}
