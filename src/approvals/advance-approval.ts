import { activateStep } from './activate-step.ts'
import type { ApprovalRequest } from './approval-request.entity.ts'
import type { ApprovalStep } from './approval-step.entity.ts'
import type { DecisionOutcome } from './decision.rules.ts'

/** A request that can be decided: its parts, read under its lock. */
export interface OpenApproval {
  request: ApprovalRequest
  steps: ApprovalStep[]
  /** The one that is open. */
  step: ApprovalStep
}

/** Moves step and request by what came out; answers the step whose turn has come, if one has. `isLast`: no other follows. */
export function advanceApproval(
  open: OpenApproval,
  outcome: DecisionOutcome,
  at: { now: Date; isLast?: boolean },
): ApprovalStep | null {
  const { request, steps, step } = open
  const { now, isLast = false } = at
  request.version += 1
  request.updatedAt = now
  if (outcome === 'PENDING') return null
  step.status = outcome
  step.decidedAt = now
  const waiting = steps.filter((one) => one.status === 'WAITING')
  const next = outcome === 'APPROVED' && !isLast ? waiting[0] : undefined
  if (next) {
    activateStep(next, now)
    return next
  }
  for (const one of waiting) one.status = 'SKIPPED'
  request.status = outcome
  request.decidedAt = now
  request.blockedSince = null
  return null
}
