import { z } from 'zod'
import { defineEvent } from '../events/event.ts'
import { approvalExamples as examples, approvalParts } from './approvals.events.ts'

const { order, approval, approvers, step } = approvalParts
const example = { order: examples.order, approval: examples.approval, step: examples.step }
const paused = {
  ...examples.approval,
  version: 2,
  pausedAt: '2026-11-23T14:00:00.000Z',
  pausedUntil: '2026-11-26T08:00:00.000Z',
  pauseReason: 'CUSTOMER_ANSWER' as const,
  pauseNote: 'They confirm the number of seats.',
}

const common = { subjectType: 'approval', since: '0.3', offeredToWebhooks: true }

export const approvalReminderDue = defineEvent({
  ...common,
  type: 'approval.reminder_due',
  description: 'A step waits for long: remind `waitingFor`, who have not decided. Told once per step.',
  schema: z.object({ order, approval, step, waitingFor: approvers }),
  example: { ...example, waitingFor: examples.approvers },
})

export const approvalEscalated = defineEvent({
  ...common,
  type: 'approval.escalated',
  description:
    'A step waited too long: `joined` may decide it too from now on, beside those who were asked before. Nobody joined when they had been asked already.',
  schema: z.object({ order, approval, step, joined: approvers }),
  example: { ...example, joined: [{ id: 'usr_06e9z3k4v1qd7t2m8n5p0r3s75', name: 'Bo Example' }] },
})

export const approvalPaused = defineEvent({
  ...common,
  type: 'approval.paused',
  description: 'The time of a request stands still: nothing is due until it is resumed. It can be decided.',
  schema: z.object({ order, approval, step }),
  example: { ...example, approval: paused },
})

export const approvalResumed = defineEvent({
  ...common,
  type: 'approval.resumed',
  description: 'The time of a request runs again; what is due has moved by the length of the pause.',
  schema: z.object({ order, approval, step }),
  example: { ...example, approval: { ...examples.approval, version: 3 } },
})

/** What time does to requests, and what people do to their time. */
export const approvalTimerEvents = [approvalReminderDue, approvalEscalated, approvalPaused, approvalResumed]
