import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { Role } from '../access/roles.ts'
import { CurrencyCode } from '../platform/money.view.ts'
import { ConditionOperator } from './condition.rules.ts'
import {
  ApprovalEffect,
  ApprovalTrigger,
  ApproverKind,
  Reapproval,
  SelfApproval,
  StepTimeout,
} from './policy-definition.schema.ts'

registerEnumType(ApprovalTrigger, {
  name: 'ApprovalTrigger',
  description: 'What an order does that a policy can be about. An order does all that its lines do.',
})
registerEnumType(ApprovalEffect, {
  name: 'ApprovalEffect',
  description:
    'What a policy does. REQUIRE_APPROVAL adds its steps to those of others. AUTO_APPROVE spares the default, never what another policy requires. BLOCK keeps the order from being submitted. WARN and NOTIFY tell.',
})
registerEnumType(ApproverKind, {
  name: 'ApproverKind',
  description:
    'Whom a step asks. CUSTOMER_CONTACT: the customer’s own users with the role CUSTOMER_APPROVER. EXTERNAL: another system, which decides through an API key. Managers, owners and customers are those of the order at hand.',
})
registerEnumType(StepTimeout, {
  name: 'StepTimeout',
  description:
    'What happens when the time of a step is over. ESCALATE: others are asked, and nothing ends. RETURN: the requester may change and resubmit. APPROVE only where the reseller allows it.',
})
registerEnumType(SelfApproval, {
  name: 'SelfApproval',
  description: 'Whether a requester who is among the approvers may decide.',
})
registerEnumType(Reapproval, {
  name: 'Reapproval',
  description:
    'What a resubmission keeps. KEEP_IF_NOT_MATERIAL: approvals stand while lines, quantities, prices, customer and account are the same.',
})
registerEnumType(ConditionOperator, {
  name: 'ApprovalConditionOperator',
  description:
    'LESS_THAN to MORE_THAN take one value, ANY_OF, ALL_OF and NONE_OF a list. Booleans take EQUAL.',
})

@ObjectType({
  description: 'A condition over facts: exactly one of all, any, not, and a comparison of a fact.',
})
export class ApprovalCondition {
  @Field(() => [ApprovalCondition], { nullable: true, description: 'Every one of these holds.' })
  all?: ApprovalCondition[] | null | undefined

  @Field(() => [ApprovalCondition], { nullable: true, description: 'At least one of these holds.' })
  any?: ApprovalCondition[] | null | undefined

  @Field(() => ApprovalCondition, { nullable: true, description: 'This does not hold.' })
  not?: ApprovalCondition | null | undefined

  @Field(() => String, { nullable: true, description: 'A key of `approvalFacts`.' })
  fact?: string | null | undefined

  @Field(() => ConditionOperator, { nullable: true, description: 'How the fact compares.' })
  operator?: ConditionOperator | null | undefined

  @Field(() => [String], { nullable: true, description: 'With what.' })
  values?: readonly string[] | null | undefined

  @Field(() => CurrencyCode, { nullable: true, description: 'Of an amount: its currency.' })
  currency?: string | null | undefined
}

@ObjectType({ description: 'Someone whom a step asks, by name or by role.' })
export class ApproverReference {
  @Field(() => ApproverKind, { description: 'What kind.' })
  kind!: ApproverKind

  @Field(() => ID, { nullable: true, description: 'USER: the user. EXTERNAL: the API key.' })
  userId?: string | null | undefined

  @Field(() => Role, { nullable: true, description: 'ROLE: everybody who has it.' })
  role?: Role | null | undefined

  @Field(() => Boolean, {
    nullable: true,
    description: 'ROLE: true for people of the reseller whose policy it is, else of the one who sells.',
  })
  atPolicyOwner?: boolean | null | undefined

  @Field(() => ID, { nullable: true, description: 'GROUP: the group of approvers.' })
  groupId?: string | null | undefined
}

@ObjectType({ description: 'Approvers of whom some must agree.' })
export class ApprovalPolicyGroup {
  @Field(() => [ApproverReference], { description: 'Who may decide for it.' })
  anyOf!: ApproverReference[]

  @Field(() => Int, { description: 'How many different ones of them must agree.' })
  minimumApprovals!: number
}

@ObjectType({ description: 'The times of a step, from the moment at which its turn comes.' })
export class ApprovalPolicySla {
  @Field(() => String, {
    nullable: true,
    description: 'ISO 8601 duration, such as PT24H: reminds whoever has not decided.',
  })
  remindAfter?: string | null | undefined

  @Field(() => String, {
    nullable: true,
    description: 'ISO 8601 duration: then `escalateTo` may decide as well.',
  })
  escalateAfter?: string | null | undefined

  @Field(() => ApproverReference, { nullable: true, description: 'Who is asked then.' })
  escalateTo?: ApproverReference | null | undefined

  @Field(() => String, { nullable: true, description: 'ISO 8601 duration: the time is over.' })
  expireAfter?: string | null | undefined

  @Field(() => StepTimeout, { nullable: true, description: 'What happens then; EXPIRE when absent.' })
  onTimeout?: StepTimeout | null | undefined
}

@ObjectType({ description: 'One step that a policy requires.' })
export class ApprovalPolicyStep {
  @Field(() => Int, {
    description: 'From 1 to 5; steps of several policies at one position are decided together.',
  })
  position!: number

  @Field(() => [ApprovalPolicyGroup], { description: 'Groups that must all agree.' })
  allOf!: ApprovalPolicyGroup[]

  @Field(() => ApprovalPolicySla, { nullable: true, description: 'Its times; null: none.' })
  sla?: ApprovalPolicySla | null | undefined
}
