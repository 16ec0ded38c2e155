import type { ApprovalRequest } from './approval-request.entity.ts'
import type { ApprovalStep } from './approval-step.entity.ts'

/** An order as events carry it; at least what approvals know of it. */
export interface OrderSnapshot {
  id: string
  orderNumber: string | null
  revision: number
  [more: string]: unknown
}

export function stepSnapshot(step: ApprovalStep) {
  const { position, status, minimumApprovals, approvers, groups, reasons, reason } = step
  const { remindAt, escalateAt, expireAt } = step
  const asked = groups.map(({ approvers: of, minimumApprovals: minimum }) => ({
    approvers: of,
    minimumApprovals: minimum,
  }))
  return {
    position,
    status,
    minimumApprovals,
    approvers,
    groups: asked,
    reasons,
    reason,
    remindAt: remindAt?.toISOString() ?? null,
    escalateAt: escalateAt?.toISOString() ?? null,
    expiresAt: expireAt?.toISOString() ?? null,
  }
}

/** The request with its steps, as its events carry it. */
function approvalSnapshot(request: ApprovalRequest, steps: readonly ApprovalStep[]) {
  const { id, version, status, sellerId, organizationId, requesterId, contentHash, reason, warnings } =
    request
  return {
    id,
    version,
    status,
    sellerId,
    organizationId,
    requesterId,
    contentHash,
    reason,
    warnings,
    requestedAt: request.requestedAt.toISOString(),
    decidedAt: request.decidedAt?.toISOString() ?? null,
    pausedAt: request.pausedAt?.toISOString() ?? null,
    pausedUntil: request.pausedUntil?.toISOString() ?? null,
    pauseReason: request.pauseReason,
    pauseNote: request.pauseNote,
    steps: steps.map(stepSnapshot),
    blockedSince: request.blockedSince?.toISOString() ?? null,
  }
}

/** What every event of a request says; `order` is what the caller has, else what the request remembers. */
export function eventData(
  request: ApprovalRequest,
  steps: readonly ApprovalStep[],
  order: OrderSnapshot | undefined,
) {
  const { orderId: id, orderRevision: revision } = request
  return {
    order: order ?? { id, orderNumber: request.facts.orderNumber, revision },
    approval: approvalSnapshot(request, steps),
  }
}
