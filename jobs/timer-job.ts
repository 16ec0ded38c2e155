import type { JobToAdd } from './add-jobs.ts'

/** The queue of what time does to approvals. */
export const timerQueue = 'approval-timer'

/** A queue counts in milliseconds that a double holds for some years; what is farther away the reconciler adds in time. */
const farthestMs = 30 * 86_400_000

/** One timer of one step, or the end of a pause. */
export interface Timer {
  sellerId: string
  requestId: string
  /** Of the step. */
  position: number
  timer: 'REMIND' | 'ESCALATE' | 'EXPIRE' | 'RESUME'
  dueAt: Date
}

/**
 * The delayed job of a timer, under an id that every process finds by itself; a pause moves the instant, and so the id.
 * None for what is far away.
 */
export function timerJob({ sellerId, requestId, position, timer, dueAt }: Timer, now: Date): JobToAdd[] {
  const delay = dueAt.getTime() - now.getTime()
  if (delay > farthestMs) return []
  return [
    {
      job: { name: timerQueue },
      data: { sellerId, subjectId: requestId },
      options: {
        jobId: `approval.${requestId}.${position}.${timer.toLowerCase()}.${dueAt.getTime()}`,
        delay: Math.max(0, delay),
      },
    },
  ]
}
