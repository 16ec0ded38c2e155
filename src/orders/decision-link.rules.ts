import type { ApprovalRequestStatus } from '../approvals/approval-request.entity.ts'
import type { ApprovalStepStatus } from '../approvals/approval-step.entity.ts'
import type { Problem } from '../platform/errors.ts'

/** What a link is worth now. */
export type LinkFacts = {
  isExpired: boolean
  /** Whether the approver is active and still decides approvals. */
  mayDecide: boolean
  /** Whether the approver has decided in the step of the link, by whatever way. */
  hasDecided: boolean
  /** Whether the request is about the content that the link was made for. */
  isSameContent: boolean
  requestStatus: ApprovalRequestStatus
  /** Of the step of the link; null when it is gone. */
  stepStatus: ApprovalStepStatus | null
}

const outcomes: Record<Exclude<ApprovalRequestStatus, 'PENDING'>, string> = {
  APPROVED: 'The order is approved already. You need do nothing.',
  REJECTED: 'The order was rejected already. You need do nothing.',
  CHANGES_REQUESTED: 'The order was returned for changes. You get a new mail when it comes back.',
  WITHDRAWN: 'The order was withdrawn. You get a new mail if it comes back.',
  EXPIRED: 'The order was not decided in time and has expired. Ask its requester to order again.',
  SUPERSEDED: 'The order has changed since. Use the link in the newest mail about it.',
}

const problem = (code: string, message: string): Problem => ({ code, message, path: ['token'] })

/** The obstacle of a link that this installation did not sign, or for nothing that its approver sees. */
export const linkInvalid = problem(
  'LINK_INVALID',
  'This link is not complete or not ours. Copy it from the mail as a whole, or sign in to decide.',
)

/** Why a link does not let its holder decide; null when it does. What would tell strangers most comes last. */
export function linkObstacle(facts: LinkFacts): Problem | null {
  if (facts.hasDecided)
    return problem('LINK_USED', 'You have decided already; a link works once. Sign in to see the order.')
  if (facts.isExpired)
    return problem('LINK_EXPIRED', 'This link has expired. Sign in to decide, or ask for a new mail.')
  if (facts.requestStatus !== 'PENDING') return problem('APPROVAL_NOT_PENDING', outcomes[facts.requestStatus])
  if (!facts.isSameContent) return problem('LINK_OVERTAKEN', outcomes.SUPERSEDED)
  if (facts.stepStatus !== 'ACTIVE')
    return problem('LINK_OVERTAKEN', 'This step needs no decision any more. You need do nothing.')
  if (facts.mayDecide) return null
  return problem(
    'APPROVAL_NOT_ELIGIBLE',
    'You may not decide this order any more. Ask an administrator of your organization.',
  )
}
