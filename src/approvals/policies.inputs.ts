import { ArgsType, Field, ID, InputType, Int } from 'type-graphql'
import { Role } from '../access/roles.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { CurrencyCode, Decimal } from '../platform/money.view.ts'
import { PageArgs } from '../platform/page.ts'
import { ApprovalPolicyStatus } from './approval-policy.entity.ts'
import { ConditionOperator } from './condition.rules.ts'
import {
  ApprovalEffect,
  ApprovalTrigger,
  ApproverKind,
  Reapproval,
  SelfApproval,
  StepTimeout,
} from './policy-definition.schema.ts'

@InputType({
  description: 'A condition over facts: give exactly one of all, any, not, and a comparison of a fact.',
})
export class ApprovalConditionInput {
  @Field(() => [ApprovalConditionInput], { nullable: true, description: 'Every one of these must hold.' })
  all?: ApprovalConditionInput[] | null

  @Field(() => [ApprovalConditionInput], { nullable: true, description: 'At least one of these must hold.' })
  any?: ApprovalConditionInput[] | null

  @Field(() => ApprovalConditionInput, { nullable: true, description: 'This must not hold.' })
  not?: ApprovalConditionInput | null

  @Field(() => String, { nullable: true, description: 'A key of `approvalFacts`.' })
  fact?: string | null

  @Field(() => ConditionOperator, {
    nullable: true,
    description: 'How the fact compares; see `approvalFacts`.',
  })
  operator?: ConditionOperator | null

  @Field(() => [String], {
    nullable: true,
    description: 'One plain decimal, date (yyyy-mm-dd), `true` or `false`; for texts 1 to 100.',
  })
  values?: string[] | null

  @Field(() => CurrencyCode, {
    nullable: true,
    description:
      'Of an amount, and required there. Orders in another currency are converted by your exchange rates.',
  })
  currency?: string | null
}

@InputType({ description: 'Someone whom a step asks.' })
export class ApproverReferenceInput {
  @Field(() => ApproverKind, { description: 'What kind.' })
  kind!: ApproverKind

  @Field(() => ID, {
    nullable: true,
    description: 'USER: a user who may decide. EXTERNAL: an API key with APPROVAL_DECIDE.',
  })
  userId?: string | null

  @Field(() => Role, { nullable: true, description: 'ROLE: RESELLER_ADMIN or APPROVER.' })
  role?: Role | null

  @Field(() => Boolean, {
    nullable: true,
    description: 'ROLE: true for people of your reseller, also where one below you sells.',
  })
  atPolicyOwner?: boolean | null

  @Field(() => ID, { nullable: true, description: 'GROUP: one of your groups of approvers.' })
  groupId?: string | null
}

@InputType({ description: 'Approvers of whom some must agree.' })
export class ApprovalPolicyGroupInput {
  @Field(() => [ApproverReferenceInput], { description: 'Who may decide for it, 1 to 20.' })
  anyOf!: ApproverReferenceInput[]

  @Field(() => Int, { defaultValue: 1, description: 'How many different ones must agree, 1 to 10.' })
  minimumApprovals!: number
}

@InputType({ description: 'The times of a step, from the moment at which its turn comes.' })
export class ApprovalPolicySlaInput {
  @Field(() => String, {
    nullable: true,
    description: 'ISO 8601 duration of days, hours and minutes, such as PT24H.',
  })
  remindAfter?: string | null

  @Field(() => String, { nullable: true, description: 'ISO 8601 duration; later than `remindAfter`.' })
  escalateAfter?: string | null

  @Field(() => ApproverReferenceInput, { nullable: true, description: 'Who may decide as well then.' })
  escalateTo?: ApproverReferenceInput | null

  @Field(() => String, { nullable: true, description: 'ISO 8601 duration; later than the others.' })
  expireAfter?: string | null

  @Field(() => StepTimeout, {
    nullable: true,
    description: 'What happens when the time is over; EXPIRE when absent.',
  })
  onTimeout?: StepTimeout | null
}

@InputType({ description: 'One step that a policy requires.' })
export class ApprovalPolicyStepInput {
  @Field(() => Int, { description: 'From 1 to 5.' })
  position!: number

  @Field(() => [ApprovalPolicyGroupInput], { description: 'Groups that must all agree, 1 to 10.' })
  allOf!: ApprovalPolicyGroupInput[]

  @Field(() => ApprovalPolicySlaInput, { nullable: true, description: 'Its times; absent: none.' })
  sla?: ApprovalPolicySlaInput | null
}

@InputType({ description: 'An amount of money.' })
export class MoneyInput {
  @Field(() => Decimal, { description: 'The amount, such as "1250.00".' })
  amount!: string

  @Field(() => CurrencyCode, { description: 'Its currency, ISO 4217.' })
  currency!: string
}

@InputType({ description: 'All that a policy says. Saved as a whole, as a new version.' })
export class ApprovalPolicyDefinitionInput {
  @Field(() => String, { nullable: true, description: 'For whoever maintains it; at most 500 characters.' })
  description?: string | null

  @Field(() => [ApprovalTrigger], {
    defaultValue: [],
    description: 'What an order must do; empty: anything.',
  })
  triggers!: ApprovalTrigger[]

  @Field(() => [Role], { defaultValue: [], description: 'Whose orders, by role; empty: everybody.' })
  requesterRoles!: Role[]

  @Field(() => [ID], { defaultValue: [], description: 'Users whose orders it does not touch.' })
  exceptUserIds!: string[]

  @Field(() => ApprovalConditionInput, {
    nullable: true,
    description: 'What must hold; absent: nothing more. At most 50 comparisons, 8 levels deep.',
  })
  condition?: ApprovalConditionInput | null

  @Field(() => ApprovalEffect, { description: 'What it does then.' })
  effect!: ApprovalEffect

  @Field(() => String, {
    nullable: true,
    description: 'BLOCK and WARN: what the requester reads, 1 to 500 characters.',
  })
  message?: string | null

  @Field(() => [ApproverReferenceInput], {
    defaultValue: [],
    description: 'Who is told; required with NOTIFY.',
  })
  watchers!: ApproverReferenceInput[]

  @Field(() => [ApprovalPolicyStepInput], {
    defaultValue: [],
    description: 'REQUIRE_APPROVAL: 1 to 5 steps.',
  })
  steps!: ApprovalPolicyStepInput[]

  @Field(() => SelfApproval, { defaultValue: 'DENY', description: 'Whether a requester may decide its own.' })
  selfApproval!: SelfApproval

  @Field(() => MoneyInput, { nullable: true, description: 'ALLOW_UNDER: below this first invoice.' })
  selfApprovalUnder?: MoneyInput | null

  @Field(() => Reapproval, { defaultValue: 'RESTART_ALL', description: 'What a resubmission keeps.' })
  reapproval!: Reapproval

  @Field(() => DateTime, { nullable: true, description: 'From when it counts; absent: at once.' })
  validFrom?: Date | null

  @Field(() => DateTime, { nullable: true, description: 'Until when, exclusive; absent: without end.' })
  validTo?: Date | null
}

@InputType({ description: 'A policy to make.' })
export class ApprovalPolicyCreateInput {
  @Field(() => String, { description: 'Name for people, 1 to 120 characters; unique per reseller.' })
  name!: string

  @Field(() => ApprovalPolicyDefinitionInput, { description: 'What it says.' })
  definition!: ApprovalPolicyDefinitionInput

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether it holds for the resellers below as well.',
  })
  passesDown!: boolean

  @Field(() => Boolean, { defaultValue: true, description: 'False: it is saved INACTIVE.' })
  isActive!: boolean

  @Field(() => String, {
    nullable: true,
    description: 'Repeats with the same key answer with the same policy.',
  })
  idempotencyKey?: string | null
}

@InputType({ description: 'Changes of a policy. Requests that are open stay as they are.' })
export class ApprovalPolicyUpdateInput {
  @Field(() => ID, { description: 'The policy.' })
  policyId!: string

  @Field(() => Int, { description: 'The version that you read.' })
  expectedVersion!: number

  @Field(() => String, { nullable: true, description: 'A new name; absent: it stays.' })
  name?: string | null

  @Field(() => ApprovalPolicyDefinitionInput, {
    nullable: true,
    description: 'What it says from now on, as a whole; absent: it stays.',
  })
  definition?: ApprovalPolicyDefinitionInput | null

  @Field(() => Boolean, { nullable: true, description: 'Whether it holds for the resellers below as well.' })
  passesDown?: boolean | null

  @Field(() => Boolean, { nullable: true, description: 'Turns it on or off.' })
  isActive?: boolean | null
}

@InputType({ description: 'A policy to put away.' })
export class ApprovalPolicyArchiveInput {
  @Field(() => ID, { description: 'The policy.' })
  policyId!: string

  @Field(() => Int, { nullable: true, description: 'The version that you read.' })
  expectedVersion?: number | null
}

@ArgsType()
export class ApprovalPoliciesArgs extends PageArgs {
  @Field(() => [ApprovalPolicyStatus], {
    nullable: true,
    description: 'In one of these statuses; absent: ACTIVE and INACTIVE.',
  })
  status?: ApprovalPolicyStatus[] | null
}

@InputType({ description: 'A draft of a policy to try on past orders.' })
export class ApprovalPolicySimulateInput {
  @Field(() => ApprovalPolicyDefinitionInput, { description: 'What it would say.' })
  definition!: ApprovalPolicyDefinitionInput

  @Field(() => ID, {
    nullable: true,
    description: 'The policy that it would replace; absent: it would be new.',
  })
  policyId?: string | null

  @Field(() => Int, {
    defaultValue: 100,
    description: 'On how many of your latest submitted orders, 1 to 500.',
  })
  lastOrders!: number
}
