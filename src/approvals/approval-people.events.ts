import { z } from 'zod'
import { defineEvent } from '../events/event.ts'
import { approvalExamples, approvalParts } from './approvals.events.ts'

/** Why other people are asked than before. Keys equal values. */
const ApproversChangeCause = { LOST: 'LOST', REASSIGNED: 'REASSIGNED', ADDED: 'ADDED' } as const

const { order, approval, step, approvers } = approvalParts
const of = { subjectType: 'approval', since: '0.3', offeredToWebhooks: true }
const person = z.object({ id: z.string(), name: z.string() })
const ada = { id: 'usr_06e9z3k4v1qd7t2m8n5p0r3s6w', name: 'Ada Example' }
const bob = { id: 'usr_06e9z3k4v1qd7t2m8n5p0r3s73', name: 'Bob Example' }

export const approvalApproversChanged = defineEvent({
  ...of,
  type: 'approval.approvers_changed',
  description:
    'Other people are asked than before. LOST: somebody cannot decide any more. REASSIGNED: a place was handed over. ADDED: somebody was asked besides. Tell those who joined.',
  schema: z.object({
    order,
    approval,
    step,
    cause: z.enum(ApproversChangeCause),
    removed: approvers,
    added: approvers,
    reason: z.string().nullable(),
  }),
  example: {
    order: approvalExamples.order,
    approval: approvalExamples.approval,
    step: approvalExamples.step,
    cause: 'REASSIGNED' as const,
    removed: [ada],
    added: [bob],
    reason: 'On leave until Monday.',
  },
})

export const approvalBlocked = defineEvent({
  ...of,
  type: 'approval.blocked',
  description:
    'Too few people can decide an open step, administrators included: somebody must be invited, activated or named.',
  schema: z.object({ order, approval }),
  example: {
    order: approvalExamples.order,
    approval: { ...approvalExamples.approval, blockedSince: '2026-11-23T11:00:00.000Z' },
  },
})

export const approvalUnblocked = defineEvent({
  ...of,
  type: 'approval.unblocked',
  description: 'Enough people can decide again.',
  schema: z.object({ order, approval }),
  example: { order: approvalExamples.order, approval: approvalExamples.approval },
})

export const approvalWatchersChanged = defineEvent({
  ...of,
  type: 'approval.watchers_changed',
  description: 'Somebody is told of this request from now on, or no longer.',
  schema: z.object({ order, approval, added: z.array(z.string()), removed: z.array(z.string()) }),
  example: {
    order: approvalExamples.order,
    approval: approvalExamples.approval,
    added: [bob.id],
    removed: [],
  },
})

export const approvalCommentAdded = defineEvent({
  ...of,
  type: 'approval.comment_added',
  description: 'Somebody said something about a request. It decides nothing.',
  schema: z.object({
    order,
    approval,
    comment: z.object({ id: z.string(), author: person, body: z.string(), createdAt: z.iso.datetime() }),
  }),
  example: {
    order: approvalExamples.order,
    approval: approvalExamples.approval,
    comment: {
      id: 'apc_06e9z3k4v1qd7t2m8n5p0r3s74',
      author: ada,
      body: 'Which budget is it?',
      createdAt: '2026-11-23T09:45:00.000Z',
    },
  },
})

/** What is told of the people of a request. */
export const approvalPeopleEvents = [
  approvalApproversChanged,
  approvalBlocked,
  approvalUnblocked,
  approvalWatchersChanged,
  approvalCommentAdded,
]
