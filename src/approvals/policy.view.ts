import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { connectionOf } from '../platform/page.ts'
import { Payload } from '../platform/user-error.view.ts'
import { ApprovalPolicy } from './approval-policy.entity.ts'
import { ApprovalPreviewOutcome, ApprovalPreviewStep } from './approval-preview.view.ts'
import { ApproverGroup } from './approver-group.entity.ts'
import { ConditionOperator } from './condition.rules.ts'
import { ExchangeRate } from './exchange-rate.entity.ts'
import { ResponsiblePerson } from './responsible-person.entity.ts'

/** What kind of value a fact has. Keys equal values. */
export const ApprovalFactKind = {
  MONEY: 'MONEY',
  NUMBER: 'NUMBER',
  TEXT: 'TEXT',
  TEXTS: 'TEXTS',
  BOOLEAN: 'BOOLEAN',
  DATE: 'DATE',
} as const
export type ApprovalFactKind = (typeof ApprovalFactKind)[keyof typeof ApprovalFactKind]

/** What is odd about a policy. Keys equal values. */
export const ApprovalPolicyWarningCode = {
  NEVER_APPLIES: 'NEVER_APPLIES',
  NEVER_COUNTS: 'NEVER_COUNTS',
  NOBODY_CAN_DECIDE: 'NOBODY_CAN_DECIDE',
  SAME_AS: 'SAME_AS',
  OVER: 'OVER',
} as const
export type ApprovalPolicyWarningCode =
  (typeof ApprovalPolicyWarningCode)[keyof typeof ApprovalPolicyWarningCode]

registerEnumType(ApprovalFactKind, {
  name: 'ApprovalFactKind',
  description: 'What kind of value a fact has, and so how it compares.',
})
registerEnumType(ApprovalPolicyWarningCode, {
  name: 'ApprovalPolicyWarningCode',
  description:
    'NEVER_APPLIES: its condition contradicts itself. NEVER_COUNTS: a stronger one always speaks first. NOBODY_CAN_DECIDE: too few of whom it names are active. SAME_AS: it repeats another. OVER: its time has passed.',
})

export const ApprovalPolicyConnection = connectionOf(() => ApprovalPolicy, 'ApprovalPolicy')

@ObjectType({ description: 'Something about an order that policies may look at.' })
export class ApprovalFact {
  @Field(() => String, { description: 'What conditions call it. Never renamed.' })
  key!: string

  @Field(() => ApprovalFactKind, { description: 'What kind of value it has.' })
  kind!: ApprovalFactKind

  @Field(() => String, { description: 'What it means, and when it is not known.' })
  description!: string

  @Field(() => Boolean, {
    description: 'True: reasons do not tell its value, for it says what the reseller pays.',
  })
  isConfidential!: boolean

  @Field(() => [ConditionOperator], { description: 'How it can be compared.' })
  operators!: readonly ConditionOperator[]
}

@ObjectType({ description: 'Something odd about a policy that may be saved nevertheless.' })
export class ApprovalPolicyWarning {
  @Field(() => ApprovalPolicyWarningCode, { description: 'What is odd.' })
  code!: ApprovalPolicyWarningCode

  @Field(() => ID, { description: 'The policy.' })
  policyId!: string

  @Field(() => String, { description: 'A sentence that says why.' })
  message!: string
}

@ObjectType({ description: 'Whose approval an order would need.' })
export class SimulatedApproval {
  @Field(() => ApprovalPreviewOutcome, { description: 'What would come out.' })
  outcome!: ApprovalPreviewOutcome

  @Field(() => String, { description: 'Why.' })
  reason!: string

  @Field(() => [ApprovalPreviewStep], { description: 'The steps; empty unless REQUIRE_APPROVAL.' })
  steps!: ApprovalPreviewStep[]
}

@ObjectType({ description: 'A past order for which the draft would have made a difference.' })
export class SimulatedOrder {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => String, { nullable: true, description: 'Its number.' })
  orderNumber!: string | null

  @Field(() => SimulatedApproval, { description: 'With the policies that hold now.' })
  before!: SimulatedApproval

  @Field(() => SimulatedApproval, { description: 'With the draft.' })
  after!: SimulatedApproval
}

@ObjectType({ description: 'What a draft of a policy would have changed. Nothing is stored.' })
export class ApprovalPolicySimulation {
  @Field(() => Int, { description: 'How many past orders were looked at.' })
  examined!: number

  @Field(() => [SimulatedOrder], { description: 'Those that would have gone another way, newest first.' })
  changed!: SimulatedOrder[]

  @Field(() => [ApprovalPolicyWarning], {
    description:
      'What would be odd about the draft beside the policies that hold now; one that replaces none is called `draft`.',
  })
  warnings!: ApprovalPolicyWarning[]
}

/** What every mutation of policies answers with. */
export interface PolicyAnswer {
  policy?: ApprovalPolicy | null
}

function policyPayload(mutation: string): new () => PolicyAnswer {
  const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Payload`
  @ObjectType(name, { description: `Answer of ${mutation}.` })
  class PolicyPayload extends Payload implements PolicyAnswer {
    @Field(() => ApprovalPolicy, {
      nullable: true,
      description: 'The policy as it is now; null when refused.',
    })
    policy?: ApprovalPolicy | null
  }
  return PolicyPayload
}

export const ApprovalPolicyCreatePayload = policyPayload('approvalPolicyCreate')
export const ApprovalPolicyUpdatePayload = policyPayload('approvalPolicyUpdate')
export const ApprovalPolicyArchivePayload = policyPayload('approvalPolicyArchive')

/** What every mutation of groups answers with. */
export interface GroupAnswer {
  approverGroup?: ApproverGroup | null
}

function groupPayload(mutation: string): new () => GroupAnswer {
  const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Payload`
  @ObjectType(name, { description: `Answer of ${mutation}.` })
  class GroupPayload extends Payload implements GroupAnswer {
    @Field(() => ApproverGroup, { nullable: true, description: 'The group as it is now; null when refused.' })
    approverGroup?: ApproverGroup | null
  }
  return GroupPayload
}

export const ApproverGroupCreatePayload = groupPayload('approverGroupCreate')
export const ApproverGroupUpdatePayload = groupPayload('approverGroupUpdate')

/** What exchangeRateSet answers with. */
export interface RateAnswer {
  exchangeRate?: ExchangeRate | null
}

@ObjectType({ description: 'Answer of exchangeRateSet.' })
export class ExchangeRateSetPayload extends Payload implements RateAnswer {
  @Field(() => ExchangeRate, { nullable: true, description: 'The rate as it is now; null when refused.' })
  exchangeRate?: ExchangeRate | null
}

/** What responsiblePersonSet answers with. */
export interface ResponsibleAnswer {
  responsiblePerson?: ResponsiblePerson | null
}

@ObjectType({ description: 'Answer of responsiblePersonSet.' })
export class ResponsiblePersonSetPayload extends Payload implements ResponsibleAnswer {
  @Field(() => ResponsiblePerson, {
    nullable: true,
    description: 'Who answers now; null when nobody does, or when refused.',
  })
  responsiblePerson?: ResponsiblePerson | null
}
