import type { Actor } from '../access/actor.ts'
import type { Problem } from '../platform/errors.ts'
import type { ApprovalPauseReason, ApprovalRequest } from './approval-request.entity.ts'
import type { ApprovalStep } from './approval-step.entity.ts'

/** What a request says of its pause when there is none. */
export const notPaused = {
  pausedAt: null,
  pausedUntil: null,
  pausedByName: null,
  pauseReason: null,
  pauseNote: null,
} as const satisfies Partial<ApprovalRequest>

/** The request, its steps and who wants to stop or start its time. */
export type PauseFacts = {
  /** `requesterId`: the person behind whoever asked. */
  request: Pick<ApprovalRequest, 'status' | 'requesterId' | 'sellerId' | 'pausedAt'>
  steps: readonly Pick<ApprovalStep, 'status' | 'approverIds'>[]
  actor: Pick<Actor, 'id' | 'sellerId' | 'decidableSellers' | 'permissions'>
  wants: 'PAUSE' | 'RESUME'
}

function mayPause({ request, steps, actor }: PauseFacts): boolean {
  const isNamed = steps.some((step) => step.status === 'ACTIVE' && step.approverIds.includes(actor.id))
  if (isNamed && actor.decidableSellers.includes(request.sellerId)) return true
  const isAdministrator = actor.permissions.has('APPROVAL_POLICY_WRITE')
  return isAdministrator && actor.sellerId === request.sellerId && actor.id !== request.requesterId
}

/**
 * Why this actor cannot pause or resume this request now; null when it can. For approvers of the open step, and for
 * administrators who did not ask for it: nobody stops the time of their own request.
 */
export function pauseObstacle(facts: PauseFacts): Problem | null {
  const { request, wants } = facts
  const path = ['approvalId']
  if (!mayPause(facts)) {
    const message = 'Only approvers of the step that is open and administrators who did not ask for it can.'
    return { code: 'APPROVAL_NOT_ELIGIBLE', message, path }
  }
  if (request.status !== 'PENDING') {
    const message = `This request is ${request.status}: it has no time any more. Read it again.`
    return { code: 'APPROVAL_NOT_PENDING', message, path }
  }
  if (wants === 'PAUSE' && request.pausedAt) {
    const message = 'Its time stands still already. Resume it first to say another reason or another end.'
    return { code: 'APPROVAL_PAUSED', message, path }
  }
  if (wants === 'RESUME' && !request.pausedAt)
    return { code: 'APPROVAL_NOT_PAUSED', message: 'Its time runs already. Read it again.', path }
  return null
}

const longestNote = 500
const longestPauseMs = 90 * 86_400_000

/** What a pause says: why, and until when. */
export type SaidPause = { reason: ApprovalPauseReason; note: string | null; until: Date | null }

/** What is wrong with a pause; empty when it can be kept. */
export function pauseProblems({ reason, note, until }: SaidPause, now: Date): Problem[] {
  const ahead = until ? until.getTime() - now.getTime() : 1
  return [
    ...(reason === 'OTHER' && !note
      ? [{ code: 'NOTE_REQUIRED', message: 'Say why in words.', path: ['note'] }]
      : []),
    ...((note?.length ?? 0) > longestNote
      ? [{ code: 'TEXT_TOO_LONG', message: `Use at most ${longestNote} characters.`, path: ['note'] }]
      : []),
    ...(ahead <= 0 || ahead > longestPauseMs
      ? [{ code: 'PAUSE_END_INVALID', message: 'Let it end within the next 90 days.', path: ['until'] }]
      : []),
  ]
}

/** How long the time stood still that is to run again at `now`: until its end, where it had one that has passed. */
export function pausedMs(request: Pick<ApprovalRequest, 'pausedAt' | 'pausedUntil'>, now: Date): number {
  const { pausedAt, pausedUntil } = request
  if (!pausedAt) return 0
  const end = pausedUntil && pausedUntil < now ? pausedUntil : now
  return Math.max(0, end.getTime() - pausedAt.getTime())
}
