import { z } from 'zod'
import type { Timer } from './timer-job.ts'
import type { ClaimedEvent } from './relay-outbox.ts'

const instant = z.string().nullish()

/** What an event says of a step's time; events of earlier releases say nothing of it. */
const timed = z.object({
  approval: z.object({ pausedUntil: instant }),
  step: z.object({ position: z.int(), remindAt: instant, escalateAt: instant, expiresAt: instant }),
})

const starting = new Set(['approval.step_activated', 'approval.resumed'])

/** The timers that an event starts: those of the step whose time begins to run, or the end of a pause. */
export function timersOfEvent(event: ClaimedEvent): Timer[] {
  const isPause = event.type === 'approval.paused'
  if (!isPause && !starting.has(event.type)) return []
  const told = timed.safeParse(event.data)
  // Nothing may stop the relay; the reconciler finds the timers of steps whatever their events say.
  if (!told.success) return []
  const { approval, step } = told.data
  const all: Array<[Timer['timer'], string | null | undefined]> = isPause
    ? [['RESUME', approval.pausedUntil]]
    : [
        ['REMIND', step.remindAt],
        ['ESCALATE', step.escalateAt],
        ['EXPIRE', step.expiresAt],
      ]
  const { seller_id: sellerId, subject_id: requestId } = event
  return all.flatMap(([timer, dueAt]) =>
    dueAt ? [{ sellerId, requestId, position: step.position, timer, dueAt: new Date(dueAt) }] : [],
  )
}
