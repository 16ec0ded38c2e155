import { z } from 'zod'
import { defineEvent } from '../events/event.ts'
import { ApprovalEffect, ApprovalTrigger } from './policy-definition.schema.ts'

const policy = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(['ACTIVE', 'INACTIVE', 'ARCHIVED']),
  passesDown: z.boolean(),
  version: z.int(),
  effect: z.enum(ApprovalEffect),
  triggers: z.array(z.enum(ApprovalTrigger)),
})

/** A policy as events tell it. Its condition is left out: it may say what the seller pays. */
export type PolicySnapshot = z.infer<typeof policy>

const examplePolicy: PolicySnapshot = {
  id: 'app_06e9z3k4v1qd7t2m8n5p0r3s72',
  name: 'Large orders',
  status: 'ACTIVE',
  passesDown: true,
  version: 1,
  effect: 'REQUIRE_APPROVAL',
  triggers: ['NEW_PAID'],
}

const common = { subjectType: 'approval_policy', since: '0.3', offeredToWebhooks: true }

export const approvalPolicyCreated = defineEvent({
  ...common,
  type: 'approval_policy.created',
  description: 'A policy was made. Read its condition through the API: events do not tell it.',
  schema: z.object({ policy }),
  example: { policy: examplePolicy },
})

export const approvalPolicyUpdated = defineEvent({
  ...common,
  type: 'approval_policy.updated',
  description:
    'A policy says something else from now on, or was turned on or off. Open requests stay as they are.',
  schema: z.object({ policy }),
  example: { policy: { ...examplePolicy, version: 2 } },
})

export const approvalPolicyArchived = defineEvent({
  ...common,
  type: 'approval_policy.archived',
  description: 'A policy does not count any more.',
  schema: z.object({ policy }),
  example: { policy: { ...examplePolicy, status: 'ARCHIVED' as const } },
})

const approverGroup = z.object({
  id: z.string(),
  name: z.string(),
  memberIds: z.array(z.string()),
  version: z.int(),
})

export const approverGroupSaved = defineEvent({
  type: 'approver_group.saved',
  subjectType: 'approver_group',
  since: '0.3',
  offeredToWebhooks: true,
  description: 'A group of approvers was made, or has other members. Open requests stay as they are.',
  schema: z.object({ approverGroup }),
  example: {
    approverGroup: {
      id: 'apg_06e9z3k4v1qd7t2m8n5p0r3s73',
      name: 'Finance',
      memberIds: ['usr_06e9z3k4v1qd7t2m8n5p0r3s6w'],
      version: 1,
    },
  },
})

export const exchangeRateSet = defineEvent({
  type: 'exchange_rate.set',
  subjectType: 'exchange_rate',
  since: '0.3',
  offeredToWebhooks: true,
  description:
    'Amounts of this currency are converted by another rate from now on, where policies compare them.',
  schema: z.object({
    exchangeRate: z.object({
      id: z.string(),
      currency: z.string().describe('ISO 4217'),
      rate: z.string().describe("Value of one unit in the reseller's own currency, decimal"),
    }),
  }),
  example: { exchangeRate: { id: 'xrt_06e9z3k4v1qd7t2m8n5p0r3s74', currency: 'USD', rate: '0.92' } },
})

export const responsiblePersonSet = defineEvent({
  type: 'responsible_person.set',
  subjectType: 'responsible_person',
  since: '0.3',
  offeredToWebhooks: true,
  description: 'Somebody else answers for a user, an account or a cost center from now on; null: nobody.',
  schema: z.object({
    responsiblePerson: z.object({
      id: z.string(),
      kind: z.enum(['REQUESTER_MANAGER', 'ACCOUNT_OWNER', 'COST_CENTER_OWNER']),
      subject: z.string().describe('The user, the account, or the code of the cost center'),
      userId: z.string().nullable(),
    }),
  }),
  example: {
    responsiblePerson: {
      id: 'rsp_06e9z3k4v1qd7t2m8n5p0r3s75',
      kind: 'COST_CENTER_OWNER' as const,
      subject: 'IT-100',
      userId: 'usr_06e9z3k4v1qd7t2m8n5p0r3s6w',
    },
  },
})

export const policyEvents = [
  approvalPolicyCreated,
  approvalPolicyUpdated,
  approvalPolicyArchived,
  approverGroupSaved,
  exchangeRateSet,
  responsiblePersonSet,
]
