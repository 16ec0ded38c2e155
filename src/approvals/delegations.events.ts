import { z } from 'zod'
import { defineEvent } from '../events/event.ts'

const person = z.object({ id: z.string(), name: z.string() })

const schema = z.object({
  delegation: z.object({
    id: z.string(),
    from: person,
    to: person,
    policyId: z.string().nullable(),
    customerId: z.string().nullable(),
    validFrom: z.iso.datetime(),
    validTo: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
  }),
})

const delegation = {
  id: 'adg_06e9z3k4v1qd7t2m8n5p0r3s6w',
  from: { id: 'usr_06e9z3k4v1qd7t2m8n5p0r3s6w', name: 'Ada Example' },
  to: { id: 'usr_06e9z3k4v1qd7t2m8n5p0r3s73', name: 'Bob Example' },
  policyId: null,
  customerId: null,
  validFrom: '2026-12-21T00:00:00.000Z',
  validTo: '2027-01-04T00:00:00.000Z',
  endedAt: null,
}

const of = { subjectType: 'approval_delegation', since: '0.3', offeredToWebhooks: true, schema }

export const approvalDelegationCreated = defineEvent({
  ...of,
  type: 'approval_delegation.created',
  description: 'Somebody may decide in the place of an approver, from its begin to its end.',
  example: { delegation },
})

export const approvalDelegationEnded = defineEvent({
  ...of,
  type: 'approval_delegation.ended',
  description: 'Somebody decides in the place of an approver no longer, before its time.',
  example: { delegation: { ...delegation, endedAt: '2026-12-28T08:00:00.000Z' } },
})

/** What is told of delegations. */
export const delegationEvents = [approvalDelegationCreated, approvalDelegationEnded]
