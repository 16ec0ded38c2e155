import { Field, ID, InputType, Int } from 'type-graphql'
import { CurrencyCode, Decimal } from '../platform/money.view.ts'
import { ResponsibilityKind } from './responsible-person.entity.ts'

@InputType({ description: 'A group of approvers to make.' })
export class ApproverGroupCreateInput {
  @Field(() => String, { description: 'Name for people, 1 to 120 characters; unique per reseller.' })
  name!: string

  @Field(() => [ID], { description: 'Users and API keys that may decide approvals, 1 to 100.' })
  memberIds!: string[]

  @Field(() => String, {
    nullable: true,
    description: 'Repeats with the same key answer with the same group.',
  })
  idempotencyKey?: string | null
}

@InputType({ description: 'Changes of a group. Requests that are open stay as they are.' })
export class ApproverGroupUpdateInput {
  @Field(() => ID, { description: 'The group.' })
  groupId!: string

  @Field(() => Int, { description: 'The version that you read.' })
  expectedVersion!: number

  @Field(() => String, { nullable: true, description: 'A new name; absent: it stays.' })
  name?: string | null

  @Field(() => [ID], {
    nullable: true,
    description: 'Its members from now on, as a whole; absent: they stay.',
  })
  memberIds?: string[] | null
}

@InputType({ description: 'The value of a currency.' })
export class ExchangeRateSetInput {
  @Field(() => CurrencyCode, { description: 'The currency; not your own.' })
  currency!: string

  @Field(() => Decimal, {
    description:
      'Value of one unit in the currency of your reseller, above 0, at most 12 digits before the point.',
  })
  rate!: string
}

@InputType({ description: 'Who answers for a user, an account or a cost center.' })
export class ResponsiblePersonSetInput {
  @Field(() => ResponsibilityKind, { description: 'What for.' })
  kind!: ResponsibilityKind

  @Field(() => String, {
    description:
      'REQUESTER_MANAGER: the id of the user. ACCOUNT_OWNER: of the account. COST_CENTER_OWNER: the code, as orders say it.',
  })
  subject!: string

  @Field(() => ID, {
    nullable: true,
    description: 'A user who may decide approvals; null or absent: nobody any more.',
  })
  userId?: string | null
}
