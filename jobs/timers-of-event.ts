import type { Timer } from './timer-job.ts'
import type { ClaimedEvent } from './relay-outbox.ts'

/** What an event says of a step's time; events of earlier releases say nothing of it. */
interface Timed {
  approval: { pausedUntil?: string | null }
  step: {
    position: number
    remindAt?: string | null
    escalateAt?: string | null
    expiresAt?: string | null
  }
}

const starting = new Set(['approval.step_activated', 'approval.resumed'])

/** The timers that an event starts: those of the step whose time begins to run, or the end of a pause. */
export function timersOfEvent(event: ClaimedEvent): Timer[] {
  const isPause = event.type === 'approval.paused'
  if (!isPause && !starting.has(event.type)) return []
  // What `record` has parsed by the event's schema; the relay reads every event's data as any object.
  const { approval, step } = event.data as unknown as Timed
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
