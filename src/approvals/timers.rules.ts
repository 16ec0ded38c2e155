import type { ApprovalDecisionKind } from './approval-decision.entity.ts'
import type { ApprovalStep } from './approval-step.entity.ts'
import type { StepTimeout } from './policy-definition.schema.ts'
import { durationMs, type ResolvedSla } from './sla.rules.ts'

/** What time does to a step. */
export type StepTimer = 'REMIND' | 'ESCALATE' | 'EXPIRE'

/** When each timer of a step is due; null: never. */
export type DueInstants = Pick<ApprovalStep, 'remindAt' | 'escalateAt' | 'expireAt'>

/** A step's timers: when they are due, and when they fired. */
export type TimedStep = DueInstants &
  Pick<ApprovalStep, 'sla' | 'status' | 'remindedAt' | 'escalatedAt' | 'timedOutAt'>

function after(start: Date, duration: string | null | undefined): Date | null {
  const length = durationMs(duration ?? '')
  return length === null ? null : new Date(start.getTime() + length)
}

/** When a step reminds, escalates and ends whose turn comes at `start`. A day is 24 hours, whatever clocks do. */
export function dueInstants(sla: ResolvedSla | null, start: Date): DueInstants {
  return {
    remindAt: after(start, sla?.remindAfter),
    escalateAt: after(start, sla?.escalateAfter),
    expireAt: after(start, sla?.expireAfter),
  }
}

/** The timers of an open step that have not fired, the soonest first. */
export function openTimers(step: TimedStep): Array<{ timer: StepTimer; dueAt: Date }> {
  if (step.status !== 'ACTIVE') return []
  const all: Array<[StepTimer, Date | null, Date | null]> = [
    ['REMIND', step.remindAt, step.remindedAt],
    ['ESCALATE', step.escalateAt, step.escalatedAt],
    ['EXPIRE', step.expireAt, step.timedOutAt],
  ]
  return all
    .flatMap(([timer, dueAt, firedAt]) => (dueAt && !firedAt ? [{ timer, dueAt }] : []))
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
}

/**
 * The timers that fire now, in their order. When the step's time is over and that ends it, nothing else does: nobody is
 * reminded of what has ended.
 */
export function dueTimers(step: TimedStep, now: Date): StepTimer[] {
  const due = openTimers(step)
    .filter(({ dueAt }) => dueAt <= now)
    .map(({ timer }) => timer)
  const isOver = due.includes('EXPIRE') && step.sla?.onTimeout !== 'ESCALATE'
  return isOver ? ['EXPIRE'] : due
}

/** The due instants after a pause of that length; what has fired stays as it was. */
export function instantsAfterPause(step: TimedStep, pauseMs: number): DueInstants {
  const later = (at: Date | null, firedAt: Date | null) =>
    at && !firedAt ? new Date(at.getTime() + pauseMs) : at
  return {
    remindAt: later(step.remindAt, step.remindedAt),
    escalateAt: later(step.escalateAt, step.escalatedAt),
    expireAt: later(step.expireAt, step.timedOutAt),
  }
}

const decisionOf: Readonly<Record<StepTimeout, ApprovalDecisionKind | null>> = {
  RETURN: 'REQUEST_CHANGES',
  REJECT: 'REJECT',
  EXPIRE: 'EXPIRE',
  APPROVE: 'APPROVE',
  ESCALATE: null,
}

/**
 * What time decides when it is over; null: nothing, more people are asked. Time approves only where the seller lets it
 * at that moment, whatever it let when the policy was written; else it asks more people.
 */
export function decisionByTime(
  sla: Pick<ResolvedSla, 'onTimeout'> | null,
  mayApprove: boolean,
): ApprovalDecisionKind | null {
  const onTimeout = sla?.onTimeout ?? 'EXPIRE'
  return onTimeout === 'APPROVE' && !mayApprove ? null : decisionOf[onTimeout]
}
