import { z } from 'zod'
import { defineEvent } from '../events/event.ts'

/** The order as its own events show it, as far as the teller of an approval's event had it. */
const order = z.looseObject({ id: z.string(), orderNumber: z.string().nullable(), revision: z.int() })

const step = z.object({
  position: z.int(),
  status: z.string(),
  minimumApprovals: z.int(),
  approvers: z.array(z.object({ id: z.string(), name: z.string() })),
  reason: z.string(),
})

const approval = z.object({
  id: z.string(),
  version: z.int(),
  status: z.string(),
  sellerId: z.string(),
  organizationId: z.string(),
  requesterId: z.string(),
  contentHash: z.string(),
  reason: z.string(),
  requestedAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
  steps: z.array(step),
})

const decision = z.object({
  id: z.string(),
  kind: z.enum(['APPROVE', 'REJECT', 'REQUEST_CHANGES']),
  stepPosition: z.int(),
  decidedBy: z.object({ id: z.string(), name: z.string() }),
  channel: z.enum(['API', 'EMAIL']).describe('EMAIL: by the link of a mail'),
  comment: z.string().nullable(),
  stage: z.string().nullable(),
  decidedAt: z.iso.datetime(),
})

const exampleOrder = {
  id: 'ord_06e9z3k4v1qd7t2m8n5p0r3s6w',
  orderNumber: 'MC-2026-000042',
  revision: 1,
  status: 'PENDING_APPROVAL',
}
const exampleStep = {
  position: 1,
  status: 'ACTIVE',
  minimumApprovals: 1,
  approvers: [{ id: 'usr_06e9z3k4v1qd7t2m8n5p0r3s6w', name: 'Ada Example' }],
  reason: 'Every order needs an administrator of the reseller who is not its requester.',
}
const exampleApproval = {
  id: 'apr_06e9z3k4v1qd7t2m8n5p0r3s6w',
  version: 1,
  status: 'PENDING',
  sellerId: 'org_06e9z3k4v1qd7t2m8n5p0r3s6w',
  organizationId: 'org_06e9z3k4v1qd7t2m8n5p0r3s70',
  requesterId: 'usr_06e9z3k4v1qd7t2m8n5p0r3s71',
  contentHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  reason: exampleStep.reason,
  requestedAt: '2026-11-23T09:30:00.000Z',
  decidedAt: null,
  steps: [exampleStep],
}
const decided = {
  ...exampleApproval,
  version: 2,
  status: 'APPROVED',
  decidedAt: '2026-11-23T10:05:00.000Z',
  steps: [{ ...exampleStep, status: 'APPROVED' }],
}
const exampleDecision = {
  id: 'apd_06e9z3k4v1qd7t2m8n5p0r3s6w',
  kind: 'APPROVE' as const,
  stepPosition: 1,
  decidedBy: { id: 'usr_06e9z3k4v1qd7t2m8n5p0r3s6w', name: 'Ada Example' },
  channel: 'API' as const,
  comment: null,
  stage: null,
  decidedAt: '2026-11-23T10:05:00.000Z',
}

const common = { subjectType: 'approval', since: '0.1', offeredToWebhooks: true }

export const approvalRequested = defineEvent({
  ...common,
  type: 'approval.requested',
  description: 'Approvers are asked to decide on a revision of an order.',
  schema: z.object({ order, approval }),
  example: { order: exampleOrder, approval: exampleApproval },
})

export const approvalStepActivated = defineEvent({
  ...common,
  type: 'approval.step_activated',
  description: "A step's turn has come: its approvers can decide now. Tell them.",
  schema: z.object({ order, approval, step }),
  example: { order: exampleOrder, approval: exampleApproval, step: exampleStep },
})

export const approvalDecisionRecorded = defineEvent({
  ...common,
  type: 'approval.decision_recorded',
  description: 'One approver decided. The request may need further approvals.',
  schema: z.object({ order, approval, decision }),
  example: { order: exampleOrder, approval: decided, decision: exampleDecision },
})

export const approvalCompleted = defineEvent({
  ...common,
  type: 'approval.completed',
  description: 'The request has its outcome: APPROVED, REJECTED or CHANGES_REQUESTED.',
  schema: z.object({ order, approval, decision }),
  example: { order: exampleOrder, approval: decided, decision: exampleDecision },
})

export const approvalWithdrawn = defineEvent({
  ...common,
  type: 'approval.withdrawn',
  description: 'The order was taken back before a decision: approvers need not decide any more.',
  schema: z.object({ order, approval }),
  example: {
    order: { ...exampleOrder, status: 'CHANGES_REQUESTED' },
    approval: { ...decided, status: 'WITHDRAWN', steps: [{ ...exampleStep, status: 'SKIPPED' }] },
  },
})
