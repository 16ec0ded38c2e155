import type { ApprovalStep } from './approval-step.entity.ts'
import { dueInstants } from './timers.rules.ts'

/** A step's turn comes: it can be decided from now on, and its time runs. */
export function activateStep(step: ApprovalStep, now: Date): void {
  Object.assign(step, { status: 'ACTIVE', activatedAt: now, ...dueInstants(step.sla, now) })
}
