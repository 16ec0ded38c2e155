import { z } from 'zod'
import { defineEvent } from '../events/event.ts'
import { ApprovalDecisionKind } from './approval-decision.entity.ts'
import { ApprovalRule } from './approval-reason.view.ts'
import { ApprovalPauseReason } from './approval-request.entity.ts'

/** The order as its own events show it, as far as the teller of an approval's event had it. */
const order = z.looseObject({ id: z.string(), orderNumber: z.string().nullable(), revision: z.int() })

const approvers = z.array(z.object({ id: z.string(), name: z.string() }))

const reason = z.object({
  rule: z.enum(ApprovalRule),
  policy: z.object({ id: z.string(), version: z.int(), name: z.string() }).nullable(),
  message: z.string(),
})

const step = z.object({
  position: z.int(),
  status: z.string(),
  minimumApprovals: z.int(),
  approvers,
  groups: z
    .array(z.object({ approvers, minimumApprovals: z.int() }))
    .describe('All of them must agree; since 0.3'),
  reasons: z.array(reason).describe('Every policy that asks for the step; since 0.3'),
  reason: z.string(),
  remindAt: z.iso.datetime().nullable().describe('When those are reminded who have not decided; since 0.3'),
  escalateAt: z.iso.datetime().nullable().describe('When more people join its approvers; since 0.3'),
  expiresAt: z.iso.datetime().nullable().describe('When its time is over; since 0.3'),
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
  warnings: z.array(reason).describe('What policies wanted the requester to know; since 0.3'),
  requestedAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
  pausedAt: z.iso.datetime().nullable().describe('Since when its time stands still; since 0.3'),
  pausedUntil: z.iso.datetime().nullable(),
  pauseReason: z.enum(ApprovalPauseReason).nullable(),
  pauseNote: z.string().nullable(),
  steps: z.array(step),
  blockedSince: z.iso
    .datetime()
    .nullable()
    .describe('Since when too few people can decide an open step; since 0.3'),
})

const decision = z.object({
  id: z.string(),
  kind: z.enum(ApprovalDecisionKind).describe('EXPIRE: the time was over; since 0.3'),
  stepPosition: z.int(),
  decidedBy: z.object({ id: z.string(), name: z.string() }),
  decidedFor: approvers.describe('In whose places a delegate decided; since 0.3'),
  isOverride: z.boolean().describe('An administrator decided in place of the approvers; since 0.3'),
  channel: z.enum(['API', 'EMAIL']).describe('EMAIL: by the link of a mail'),
  comment: z.string().nullable(),
  stage: z.string().nullable(),
  lineNumbers: z.array(z.int()).describe('With REQUEST_CHANGES: the lines to look at; since 0.3'),
  decidedAt: z.iso.datetime(),
})

/** What events about approvals have in common. */
export const approvalParts = { order, approval, step, approvers }

const exampleOrder = {
  id: 'ord_06e9z3k4v1qd7t2m8n5p0r3s6w',
  orderNumber: 'MC-2026-000042',
  revision: 1,
  status: 'PENDING_APPROVAL',
}
const exampleApprovers = [{ id: 'usr_06e9z3k4v1qd7t2m8n5p0r3s6w', name: 'Ada Example' }]
const exampleReason = 'Policy "Large orders": totalContractValue 12000.00 EUR (at least 10000 EUR).'
const exampleStep = {
  position: 1,
  status: 'ACTIVE',
  minimumApprovals: 1,
  approvers: exampleApprovers,
  groups: [{ approvers: exampleApprovers, minimumApprovals: 1 }],
  reasons: [
    {
      rule: 'POLICY' as const,
      policy: { id: 'app_06e9z3k4v1qd7t2m8n5p0r3s72', version: 3, name: 'Large orders' },
      message: exampleReason,
    },
  ],
  reason: exampleReason,
  remindAt: '2026-11-24T09:30:00.000Z',
  escalateAt: '2026-11-25T09:30:00.000Z',
  expiresAt: '2026-11-27T09:30:00.000Z',
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
  warnings: [],
  requestedAt: '2026-11-23T09:30:00.000Z',
  decidedAt: null,
  pausedAt: null,
  pausedUntil: null,
  pauseReason: null,
  pauseNote: null,
  steps: [exampleStep],
  blockedSince: null,
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
  decidedFor: [],
  isOverride: false,
  channel: 'API' as const,
  comment: null,
  stage: null,
  lineNumbers: [],
  decidedAt: '2026-11-23T10:05:00.000Z',
}

/** Of the same request, for events told elsewhere. */
export const approvalExamples = {
  order: exampleOrder,
  approval: exampleApproval,
  step: exampleStep,
  approvers: exampleApprovers,
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
  description:
    'The request has its outcome: APPROVED, REJECTED, CHANGES_REQUESTED or EXPIRED. Without a decision, policies approved it; a decision of `system` is what happened because the time was over.',
  schema: z.object({ order, approval, decision: decision.nullable() }),
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
