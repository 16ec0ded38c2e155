import type { NotificationKind } from './notified.rules.ts'

/** What decides whether a mail that waits is still worth sending. */
export type Standing = {
  kind: NotificationKind
  /** Of the recipient; null when the user is gone. */
  recipientStatus: string | null
  /** Whether the recipient belongs to a customer, not to the reseller. */
  isCustomer: boolean
  /** Whether the request waits for decisions. */
  isPending: boolean
  /** Whether the recipient can decide the step that the mail asks about, and has not. */
  isAsked: boolean
  /** Whether a mail has asked the recipient to decide. */
  wasAsked: boolean
}

/** Mails that ask for a decision: without their link they are worth nothing. */
export const askingKinds: readonly NotificationKind[] = [
  'APPROVAL_NEEDED',
  'APPROVAL_REMINDER',
  'APPROVAL_ESCALATED',
  'APPROVAL_HANDED_OVER',
]

/** Mails that show who is asked where to decide. */
export const linkingKinds: readonly NotificationKind[] = [...askingKinds, 'APPROVAL_COMMENTED']

/** Mails about how a request stands before it is decided. */
const passingKinds: readonly NotificationKind[] = ['APPROVAL_PAUSED', 'APPROVAL_RESUMED', 'APPROVAL_BLOCKED']

/** Why somebody of this status gets no mail at all; null: it may. */
export function reasonOfStatus(recipientStatus: string | null): string | null {
  return recipientStatus === 'ACTIVE' ? null : 'RECIPIENT_INACTIVE: The user is not active.'
}

/** Why a mail is not sent (any more): a code and a sentence; null when it is. */
export function reasonToSkip(standing: Standing): string | null {
  const { kind } = standing
  const inactive = reasonOfStatus(standing.recipientStatus)
  if (inactive) return inactive
  if (kind === 'APPROVAL_COMMENTED' && standing.isCustomer)
    return 'NOT_FOR_CUSTOMERS: Comments stay with the reseller.'
  if (askingKinds.includes(kind) && !standing.isAsked)
    return 'OVERTAKEN: The step needs no decision of the user any more.'
  if (passingKinds.includes(kind) && !standing.isPending) return 'OVERTAKEN: The request is decided.'
  if (kind === 'APPROVAL_OVER' && !standing.wasAsked)
    return 'NEVER_ASKED: The user was not asked before it was over.'
  return null
}
