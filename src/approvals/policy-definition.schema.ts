import { z } from 'zod'
import { Role } from '../access/roles.ts'
import { ConditionOperator, type Condition } from './condition.rules.ts'
import { factCatalog, type FactKey } from './fact-catalog.rules.ts'

/** What an order does that a policy can be about. Keys equal values. */
export const ApprovalTrigger = {
  NEW_PAID: 'NEW_PAID',
  NEW_TRIAL: 'NEW_TRIAL',
  ADD_ON: 'ADD_ON',
  QUANTITY_INCREASE: 'QUANTITY_INCREASE',
  QUANTITY_DECREASE: 'QUANTITY_DECREASE',
  PLAN_SWITCH: 'PLAN_SWITCH',
  RENEWAL_CHANGE: 'RENEWAL_CHANGE',
  CANCELLATION: 'CANCELLATION',
} as const
export type ApprovalTrigger = (typeof ApprovalTrigger)[keyof typeof ApprovalTrigger]

/** What a policy does to an order that it applies to. Keys equal values. */
export const ApprovalEffect = {
  REQUIRE_APPROVAL: 'REQUIRE_APPROVAL',
  AUTO_APPROVE: 'AUTO_APPROVE',
  BLOCK: 'BLOCK',
  WARN: 'WARN',
  NOTIFY: 'NOTIFY',
} as const
export type ApprovalEffect = (typeof ApprovalEffect)[keyof typeof ApprovalEffect]

/** Whom a step asks. Keys equal values. */
export const ApproverKind = {
  USER: 'USER',
  ROLE: 'ROLE',
  GROUP: 'GROUP',
  REQUESTER_MANAGER: 'REQUESTER_MANAGER',
  ACCOUNT_OWNER: 'ACCOUNT_OWNER',
  COST_CENTER_OWNER: 'COST_CENTER_OWNER',
  CUSTOMER_CONTACT: 'CUSTOMER_CONTACT',
  EXTERNAL: 'EXTERNAL',
} as const
export type ApproverKind = (typeof ApproverKind)[keyof typeof ApproverKind]

/** What happens when a step's time is over. Keys equal values. */
export const StepTimeout = {
  ESCALATE: 'ESCALATE',
  RETURN: 'RETURN',
  REJECT: 'REJECT',
  EXPIRE: 'EXPIRE',
  APPROVE: 'APPROVE',
} as const
export type StepTimeout = (typeof StepTimeout)[keyof typeof StepTimeout]

/** Whether a requester may approve what it asked for. Keys equal values. */
export const SelfApproval = { DENY: 'DENY', ALLOW_UNDER: 'ALLOW_UNDER', ALLOW: 'ALLOW' } as const
export type SelfApproval = (typeof SelfApproval)[keyof typeof SelfApproval]

/** What a resubmission keeps of the approvals that it had. Keys equal values. */
export const Reapproval = {
  RESTART_ALL: 'RESTART_ALL',
  KEEP_IF_NOT_MATERIAL: 'KEEP_IF_NOT_MATERIAL',
} as const
export type Reapproval = (typeof Reapproval)[keyof typeof Reapproval]

const factKeys = Object.keys(factCatalog) as [FactKey, ...FactKey[]]

const comparison = z.strictObject({
  fact: z.enum(factKeys),
  operator: z.enum(ConditionOperator),
  values: z.array(z.string()),
  currency: z.string().nullish(),
})

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(condition) }),
    z.strictObject({ any: z.array(condition) }),
    z.strictObject({ not: condition }),
    comparison,
  ]),
)

const approverRef = z.strictObject({
  kind: z.enum(ApproverKind),
  /** USER: who; EXTERNAL: the API key that decides. */
  userId: z.string().nullish(),
  /** ROLE: which. */
  role: z.enum(Role).nullish(),
  /** ROLE: at the seller whose policy it is, instead of the one who sells. */
  atPolicyOwner: z.boolean().nullish(),
  groupId: z.string().nullish(),
})
export type ApproverRef = z.infer<typeof approverRef>

const sla = z.strictObject({
  /** ISO 8601 durations from the moment at which the step's turn comes. */
  remindAfter: z.string().nullish(),
  escalateAfter: z.string().nullish(),
  escalateTo: approverRef.nullish(),
  expireAfter: z.string().nullish(),
  onTimeout: z.enum(StepTimeout).nullish(),
})
export type StepSla = z.infer<typeof sla>

const group = z.strictObject({ anyOf: z.array(approverRef), minimumApprovals: z.int() })
export type ApproverGroupRule = z.infer<typeof group>

const step = z.strictObject({ position: z.int(), allOf: z.array(group), sla: sla.nullish() })
export type PolicyStep = z.infer<typeof step>

/** All that one version of a policy says. Stored as it is; a version is never changed. */
export const policyDefinition = z.strictObject({
  description: z.string().nullish(),
  /** Empty: whatever the order does. */
  triggers: z.array(z.enum(ApprovalTrigger)),
  /** Whose orders; empty lists: everybody's. */
  requesters: z.strictObject({
    roles: z.array(z.enum(Role)),
    exceptUserIds: z.array(z.string()),
  }),
  condition: condition.nullish(),
  effect: z.enum(ApprovalEffect),
  /** BLOCK, WARN: what the requester reads. */
  message: z.string().nullish(),
  /** NOTIFY: who is told. */
  watchers: z.array(approverRef),
  steps: z.array(step),
  selfApproval: z.enum(SelfApproval),
  /** ALLOW_UNDER: of the first invoice. */
  selfApprovalUnder: z.strictObject({ amount: z.string(), currency: z.string() }).nullish(),
  reapproval: z.enum(Reapproval),
  validFrom: z.iso.datetime().nullish(),
  validTo: z.iso.datetime().nullish(),
})
export type PolicyDefinition = z.infer<typeof policyDefinition>
