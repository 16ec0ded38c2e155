import type { Ctx } from '../access/ctx.ts'
import type { ApprovalGroup } from './approval-group.view.ts'
import { approvalRoutingData, type ApprovalRoutingData } from './approval-routing-data.ts'
import type { Approver } from './approver.view.ts'
import type { ApprovalFacts } from './fact-catalog.rules.ts'
import {
  routeApproval,
  type RoutedPolicy,
  type RoutedStep,
  type RoutingInput,
  type RoutingReason,
  type RoutingResult,
} from './routing.rules.ts'
import type { ResolvedSla } from './sla.rules.ts'

/** What is known of an order before it is known who asked. */
export type OrderFacts = Omit<ApprovalFacts, 'requesterId' | 'requesterRoles'>

/** Whose approval an order needs, and what that depends on. */
export interface ApprovalSubject {
  sellerId: string
  /** A user, or an API key: then its creator may not approve. */
  requesterId: string
  facts: OrderFacts
}

/** One step as it would be opened: every group must agree. */
export interface OpenableStep {
  /** From 1. */
  position: number
  /** Of all groups together. */
  approvers: Approver[]
  /** The largest number that a group asks for. */
  minimumApprovals: number
  groups: ApprovalGroup[]
  reasons: RoutingReason[]
  /** The reasons in one text. */
  reason: string
  sla: ResolvedSla | null
  keepsApprovals: boolean
}

interface Routed {
  warnings: RoutingReason[]
  watcherIds: string[]
  /** What routing looked at. */
  facts: ApprovalFacts
}

/** What routing found. `BLOCKED`: a policy says so, or nobody may decide; the order must not be submitted. */
export type ApprovalRoute = Routed &
  (
    | { outcome: 'REQUIRE_APPROVAL'; steps: OpenableStep[] }
    | { outcome: 'AUTO_APPROVE'; reason: RoutingReason }
    | { outcome: 'BLOCKED'; problem: { code: 'APPROVER_MISSING' | 'POLICY_BLOCKED'; message: string } }
  )

/** Who is who for one order. */
function directoryOf(data: ApprovalRoutingData, facts: Partial<ApprovalFacts>): RoutingInput['directory'] {
  const { sellers, people, groups, responsible } = data
  const requesterId = facts.requesterId ?? ''
  return {
    sellers,
    people,
    groups,
    requesterId,
    requesterManagerId: responsible.REQUESTER_MANAGER?.[requesterId] ?? null,
    accountOwnerId: responsible.ACCOUNT_OWNER?.[facts.accountId ?? ''] ?? null,
    costCenterOwnerId: responsible.COST_CENTER_OWNER?.[facts.costCenter ?? ''] ?? null,
    customerId: facts.customerId ?? null,
  }
}

/** Routes by what the gate knows; `policies` in place of those that hold, for the simulator. */
export function routeBy(
  data: ApprovalRoutingData,
  facts: Partial<ApprovalFacts>,
  at: { now: Date; policies?: readonly RoutedPolicy[] },
): RoutingResult {
  return routeApproval({
    policies: at.policies ?? data.policies,
    facts,
    ratesOf: data.rates,
    withoutPolicy: data.withoutPolicy,
    directory: directoryOf(data, facts),
    now: at.now.toISOString(),
  })
}

/** A step with the names of its people. */
export function openable(step: RoutedStep, names: ReadonlyMap<string, string>): OpenableStep {
  const named = (ids: readonly string[]): Approver[] => ids.map((id) => ({ id, name: names.get(id) ?? id }))
  const { position, reasons, sla, keepsApprovals } = step
  const everybody = [...new Set(step.groups.flatMap((group) => group.approverIds))].toSorted()
  return {
    position,
    reasons,
    sla,
    keepsApprovals,
    approvers: named(everybody),
    minimumApprovals: Math.max(...step.groups.map((group) => group.minimumApprovals)),
    groups: step.groups.map(({ approverIds, minimumApprovals, selfApproverIds }) => ({
      approvers: named(approverIds),
      minimumApprovals,
      selfApproverIds,
    })),
    reason: reasons.map((one) => one.message).join(' '),
  }
}

/**
 * Who must approve an order of this seller: the same answer for the preview, the check inside submit and the routing
 * job. One SQL statement.
 */
export async function routeOrderApproval(
  ctx: Pick<Ctx, 'actor' | 'em' | 'clock'>,
  subject: ApprovalSubject,
): Promise<ApprovalRoute> {
  const { sellerId, requesterId, facts: ordered } = subject
  const data = await approvalRoutingData(ctx, {
    sellerId,
    requesterIds: [requesterId],
    customerIds: ordered.customerId ? [ordered.customerId] : [],
  })
  const asked = data.requesters[requesterId]
  const facts: ApprovalFacts = {
    ...ordered,
    requesterId: asked?.personId ?? requesterId,
    requesterRoles: asked?.roles ?? [],
  }
  const result = routeBy(data, facts, { now: ctx.clock.now() })
  const { warnings, watcherIds } = result
  const routed = { warnings, watcherIds, facts }
  if (result.outcome === 'BLOCKED') return { ...routed, outcome: result.outcome, problem: result.problem }
  if (result.outcome === 'AUTO_APPROVE') return { ...routed, outcome: result.outcome, reason: result.reason }
  const names = new Map(data.people.map((one) => [one.id, one.name]))
  return { ...routed, outcome: result.outcome, steps: result.steps.map((step) => openable(step, names)) }
}
