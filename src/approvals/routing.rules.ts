/** Someone who may decide. */
export type ApproverRef = { kind: 'USER'; userId: string }

/** Approvers of whom `minApprovals` must agree. */
export type ApproverGroup = { anyOf: ApproverRef[]; minApprovals: number }

/** One step of an approval: every group must agree before the next step begins. */
export type ApprovalStep = {
  /** From 1. */
  order: number
  allOf: ApproverGroup[]
  reason: RoutingReason
}

/** Why a step, an automatic approval or a refusal came out; kept with the approval request. */
export type RoutingReason = {
  rule: 'DEFAULT_ADMINISTRATOR' | 'PARENT_ADMINISTRATOR'
  /** The policy that asked for it; null for the default. */
  policy: { id: string; version: number; name: string } | null
  message: string
}

/** An administrator who is active and could decide. */
export type EligibleAdministrator = { userId: string; organizationId: string }

/** What routing looks at. Amounts are decimal strings; further facts join as policies ask for them. */
export type ApprovalFacts = {
  orderType: string
  currency: string
  firstInvoiceTotal: string
  monthlyRecurring: string
  annualRecurring: string
  totalContractValue: string
  lineCount: number
  /** Units more than before; negative when the order takes away. */
  quantityDelta: string
}

export type RoutingInput = {
  /** No policy kind exists yet; without one the default applies. */
  policies: readonly never[]
  facts: ApprovalFacts
  /** The selling reseller first, then its ancestors from the nearest up. */
  organizationChain: readonly string[]
  eligibleAdministrators: readonly EligibleAdministrator[]
  requesterId: string
}

export type RoutingResult =
  | { outcome: 'REQUIRE_APPROVAL'; steps: ApprovalStep[] }
  | { outcome: 'BLOCKED'; problem: { code: 'APPROVER_MISSING'; message: string } }

/**
 * Who must approve an order. The default: any one administrator of the selling reseller, never the requester;
 * when that leaves nobody, an administrator of the nearest ancestor that has one. Serves the preview, the check
 * inside submit and the routing job alike. Approvers come sorted by id, so that equal facts give equal answers.
 */
export function routeApproval(input: RoutingInput): RoutingResult {
  const { organizationChain, eligibleAdministrators, requesterId } = input
  for (const [level, organizationId] of organizationChain.entries()) {
    const userIds = eligibleAdministrators
      .filter((one) => one.organizationId === organizationId && one.userId !== requesterId)
      .map((one) => one.userId)
    if (userIds.length === 0) continue
    const anyOf = [...new Set(userIds)].toSorted().map((userId): ApproverRef => ({ kind: 'USER', userId }))
    return {
      outcome: 'REQUIRE_APPROVAL',
      steps: [{ order: 1, allOf: [{ anyOf, minApprovals: 1 }], reason: defaultReason(level) }],
    }
  }
  const message =
    'Nobody can approve this order: you cannot approve your own. Ask for a second administrator in your organization.'
  return { outcome: 'BLOCKED', problem: { code: 'APPROVER_MISSING', message } }
}

function defaultReason(level: number): RoutingReason {
  if (level === 0) {
    const message = 'Every order needs an administrator of the reseller who is not its requester.'
    return { rule: 'DEFAULT_ADMINISTRATOR', policy: null, message }
  }
  const message = 'The reseller has no administrator besides the requester, so its parent decides.'
  return { rule: 'PARENT_ADMINISTRATOR', policy: null, message }
}
