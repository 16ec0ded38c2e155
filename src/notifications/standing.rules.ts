import type { NotificationKind } from './notified.rules.ts'

/** What decides whether a mail that waits is still worth sending. */
export type Standing = {
  kind: NotificationKind
  /** Of the recipient; null when the user is gone. */
  recipientStatus: string | null
  /** Whether the recipient can decide the step that the mail asks about. */
  isAsked: boolean
  /** Whether a mail has asked the recipient to decide. */
  wasAsked: boolean
}

/** Why a mail is not sent (any more): a code and a sentence; null when it is. */
export function reasonToSkip({ kind, recipientStatus, isAsked, wasAsked }: Standing): string | null {
  if (recipientStatus !== 'ACTIVE') return 'RECIPIENT_INACTIVE: The user is not active.'
  if (kind === 'APPROVAL_NEEDED' && !isAsked)
    return 'OVERTAKEN: The step needs no decision of the user any more.'
  if (kind === 'APPROVAL_OVER' && !wasAsked) return 'NEVER_ASKED: The user was not asked before it was over.'
  return null
}
