import type { ApproverRef, PolicyDefinition, PolicyStep } from './policy-definition.schema.ts'
import { explain, judge, type ExchangeRates, type JudgedFacts } from './condition.rules.ts'
import type { ApprovalFacts } from './fact-catalog.rules.ts'
import { mergeSla, type ResolvedSla } from './sla.rules.ts'
import { resolveGroup, type ApproverDirectory, type ResolvedGroup } from './resolve-group.rules.ts'

/** A policy as routing needs it: one version, and whose it is. */
export type RoutedPolicy = {
  id: string
  version: number
  name: string
  /** The seller whose policy it is: the selling one, or one above. */
  ownerId: string
  definition: PolicyDefinition
}

/** Why a step, an automatic approval, a warning or a refusal came out; kept with the approval request. */
export type RoutingReason = {
  rule: 'POLICY' | 'DEFAULT_ADMINISTRATOR' | 'PARENT_ADMINISTRATOR' | 'DEFAULT_APPROVE'
  /** The policy that asked for it; null for the default. */
  policy: { id: string; version: number; name: string } | null
  message: string
}

/** One step of an approval: every group must agree before the next step begins. */
export type RoutedStep = {
  /** From 1, without holes. */
  position: number
  groups: ResolvedGroup[]
  reasons: RoutingReason[]
  sla: ResolvedSla | null
  /** Whether a resubmission of the same content keeps what was approved: every policy of the step must say so. */
  keepsApprovals: boolean
}

export type RoutingInput = {
  /** Active ones of the seller and those above that pass theirs on. */
  policies: readonly RoutedPolicy[]
  facts: Partial<ApprovalFacts>
  /** By the seller whose policy is judged. */
  ratesOf: Readonly<Record<string, ExchangeRates>>
  /** What happens when no policy says anything. */
  withoutPolicy: 'REQUIRE_ADMINISTRATOR' | 'APPROVE'
  directory: ApproverDirectory
  now: string
}

type Told = { warnings: RoutingReason[]; watcherIds: string[] }

export type RoutingResult =
  | ({ outcome: 'REQUIRE_APPROVAL'; steps: RoutedStep[] } & Told)
  | ({ outcome: 'AUTO_APPROVE'; reason: RoutingReason } & Told)
  | ({ outcome: 'BLOCKED'; problem: { code: 'APPROVER_MISSING' | 'POLICY_BLOCKED'; message: string } } & Told)

const judgedFacts = ({ facts, ratesOf }: RoutingInput, policy: RoutedPolicy): JudgedFacts => ({
  facts,
  rates: ratesOf[policy.ownerId] ?? {},
})

function isForRequester({ requesters }: PolicyDefinition, facts: Partial<ApprovalFacts>): boolean {
  if (requesters.exceptUserIds.includes(facts.requesterId ?? '')) return false
  return (
    requesters.roles.length === 0 || requesters.roles.some((role) => facts.requesterRoles?.includes(role))
  )
}

/**
 * Whether a policy speaks to an order. What cannot be judged is judged on the safe side: it requires, blocks, warns and
 * tells, and never approves.
 */
function applies(policy: RoutedPolicy, input: RoutingInput): boolean {
  const { definition } = policy
  const { triggers, validFrom, validTo, condition, effect } = definition
  const { facts, now } = input
  if ((validFrom && now < validFrom) || (validTo && now >= validTo)) return false
  if (triggers.length > 0 && !triggers.some((trigger) => facts.triggers?.includes(trigger))) return false
  if (!isForRequester(definition, facts)) return false
  if (!condition) return true
  const verdict = judge(condition, judgedFacts(input, policy))
  return verdict === 'TRUE' || (verdict === 'UNKNOWN' && effect !== 'AUTO_APPROVE')
}

/** The policy's own name, with what of the order made it speak. */
function reasonOf(policy: RoutedPolicy, input: RoutingInput): RoutingReason {
  const { id, version, name, definition } = policy
  const because = definition.condition ? explain(definition.condition, judgedFacts(input, policy)) : []
  const message = because.length > 0 ? `Policy "${name}": ${because.join('; ')}.` : `Policy "${name}".`
  return { rule: 'POLICY', policy: { id, version, name }, message }
}

/** True when the requester may be among the approvers of this policy. */
function allowsSelf(policy: RoutedPolicy, input: RoutingInput): boolean {
  const { selfApproval, selfApprovalUnder } = policy.definition
  if (selfApproval !== 'ALLOW_UNDER' || !selfApprovalUnder) return selfApproval === 'ALLOW'
  const { amount, currency } = selfApprovalUnder
  const under = {
    fact: 'firstInvoiceTotal',
    operator: 'LESS_THAN',
    values: [amount],
    currency,
  } as const
  return judge(under, judgedFacts(input, policy)) === 'TRUE'
}

/** One policy's part in a step. */
type Part = { policy: RoutedPolicy; step: PolicyStep }

function sameApprovers(one: ResolvedGroup, other: ResolvedGroup): boolean {
  return one.approverIds.join() === other.approverIds.join()
}

/** Groups of the same people are one: they are asked once, for the larger number of approvals. */
function collapse(groups: readonly ResolvedGroup[]): ResolvedGroup[] {
  return groups.reduce<ResolvedGroup[]>((kept, group) => {
    const twin = kept.find((one) => sameApprovers(one, group))
    if (!twin) return [...kept, group]
    const minimumApprovals = Math.max(twin.minimumApprovals, group.minimumApprovals)
    const selfApproverIds = twin.selfApproverIds.filter((id) => group.selfApproverIds.includes(id))
    return kept.map((one) => (one === twin ? { ...one, minimumApprovals, selfApproverIds } : one))
  }, [])
}

type Merged = { ok: true; step: Omit<RoutedStep, 'position'> } | { ok: false; message: string }

function mergeStep(parts: readonly Part[], input: RoutingInput): Merged {
  const { directory } = input
  const groups: ResolvedGroup[] = []
  for (const { policy, step } of parts) {
    const setting = { ownerId: policy.ownerId, allowsSelf: allowsSelf(policy, input) }
    for (const rule of step.allOf) {
      const group = resolveGroup(rule, directory, setting)
      if (!group) {
        const message = `Nobody can decide step ${step.position} of the policy "${policy.name}". Ask your administrator to name approvers who are active.`
        return { ok: false, message }
      }
      groups.push(group)
    }
  }
  const slas = parts.flatMap(({ policy, step }) =>
    step.sla ? [{ sla: step.sla, ownerId: policy.ownerId }] : [],
  )
  const reasons = parts.map(({ policy }) => reasonOf(policy, input))
  const keepsApprovals = parts.every(({ policy }) => policy.definition.reapproval === 'KEEP_IF_NOT_MATERIAL')
  const step = { groups: collapse(groups), reasons, sla: mergeSla(slas, directory), keepsApprovals }
  return { ok: true, step }
}

/** The union of what all policies require, step by step. */
function requiredSteps(policies: readonly RoutedPolicy[], input: RoutingInput): Merged[] {
  const parts = policies.flatMap((policy) => policy.definition.steps.map((step) => ({ policy, step })))
  const positions = [...new Set(parts.map(({ step }) => step.position))].toSorted((a, b) => a - b)
  return positions.map((position) =>
    mergeStep(
      parts.filter(({ step }) => step.position === position),
      input,
    ),
  )
}

/** The seed's rule: any administrator of the seller, never the requester; else one of the nearest seller above. */
function byDefault(input: RoutingInput, told: Told): RoutingResult {
  const { directory } = input
  if (input.withoutPolicy === 'APPROVE') {
    const message = 'No policy requires approval, and the reseller approves such orders by itself.'
    return { ...told, outcome: 'AUTO_APPROVE', reason: { rule: 'DEFAULT_APPROVE', policy: null, message } }
  }
  const administrators = {
    anyOf: [{ kind: 'ROLE' as const, role: 'RESELLER_ADMIN' as const }],
    minimumApprovals: 1,
  }
  const group = resolveGroup(administrators, directory, {
    ownerId: directory.sellers[0] ?? '',
    allowsSelf: false,
  })
  if (group) {
    const reasons = [defaultReason(group.isFallback)]
    return {
      ...told,
      outcome: 'REQUIRE_APPROVAL',
      steps: [{ position: 1, groups: [group], reasons, sla: null, keepsApprovals: false }],
    }
  }
  const message =
    'Nobody can approve this order: you cannot approve your own. Ask for a second administrator in your organization.'
  return { ...told, outcome: 'BLOCKED', problem: { code: 'APPROVER_MISSING', message } }
}

function defaultReason(isParent: boolean): RoutingReason {
  const message = isParent
    ? 'The reseller has no administrator besides the requester, so its parent decides.'
    : 'Every order needs an administrator of the reseller who is not its requester.'
  return { rule: isParent ? 'PARENT_ADMINISTRATOR' : 'DEFAULT_ADMINISTRATOR', policy: null, message }
}

function toldBy(policies: readonly RoutedPolicy[], input: RoutingInput): Told {
  const warnings = policies
    .filter(({ definition }) => definition.effect === 'WARN')
    .map((policy) => ({ ...reasonOf(policy, input), message: policy.definition.message ?? '' }))
  const watcherIds = policies.flatMap(({ definition, ownerId }) =>
    definition.watchers.flatMap((ref) => resolveWatchers(ref, input.directory, ownerId)),
  )
  return { warnings, watcherIds: [...new Set(watcherIds)].toSorted() }
}

function resolveWatchers(ref: ApproverRef, directory: ApproverDirectory, ownerId: string): string[] {
  const group = resolveGroup({ anyOf: [ref], minimumApprovals: 1 }, directory, { ownerId, allowsSelf: true })
  return group && !group.isFallback ? group.approverIds : []
}

/**
 * Who must approve an order. Pure: serves the preview, the check inside submit, the routing job and the simulator.
 *
 * All policies that apply count together. One that blocks stops the order. What the others require is united step by
 * step, so that one policy never takes away what another requires; an automatic approval therefore only spares the
 * seller's default. Where too few of a group can decide, the administrators of the seller join it, then those above.
 * Approvers come sorted by id, so that equal facts give equal answers.
 */
export function routeApproval(input: RoutingInput): RoutingResult {
  const policies = input.policies
    .filter((policy) => applies(policy, input))
    .toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)) || (a.id < b.id ? -1 : 1))
  const having = (effect: PolicyDefinition['effect']) =>
    policies.filter(({ definition }) => definition.effect === effect)
  const told = toldBy(policies, input)
  const [blocking] = having('BLOCK')
  if (blocking) {
    const message = blocking.definition.message ?? reasonOf(blocking, input).message
    return { ...told, outcome: 'BLOCKED', problem: { code: 'POLICY_BLOCKED', message } }
  }
  const required = requiredSteps(having('REQUIRE_APPROVAL'), input)
  const missing = required.find((one) => !one.ok)
  if (missing && !missing.ok)
    return { ...told, outcome: 'BLOCKED', problem: { code: 'APPROVER_MISSING', message: missing.message } }
  const steps = required.flatMap((one) => (one.ok ? [one.step] : []))
  if (steps.length > 0)
    return {
      ...told,
      outcome: 'REQUIRE_APPROVAL',
      steps: steps.map((step, index) => ({ ...step, position: index + 1 })),
    }
  const [approving] = having('AUTO_APPROVE')
  if (approving) return { ...told, outcome: 'AUTO_APPROVE', reason: reasonOf(approving, input) }
  return byDefault(input, told)
}
