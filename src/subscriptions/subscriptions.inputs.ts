import { ArgsType, Field, ID, InputType, Int } from 'type-graphql'
import { PageArgs } from '../platform/page.ts'
import { CloudSubscriptionStatus } from '../orders/cloud-subscription.entity.ts'

@InputType({ description: 'Reports that a line was delivered.' })
export class OrderLineFulfilInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => Int, { description: 'Which of its lines.' })
  lineNumber!: number

  @Field(() => String, { description: "The vendor's id of what was delivered, 1 to 200 characters." })
  vendorReference!: string

  @Field(() => String, {
    description: 'Any text of at most 255 characters, new for each intent. A repeat with it changes nothing.',
  })
  idempotencyKey!: string
}

@InputType({ description: 'Sets what invoices of a cloud subscription carry, from a day on.' })
export class CloudSubscriptionSetBillingReferenceInput {
  @Field(() => ID, { description: 'The cloud subscription.' })
  cloudSubscriptionId!: string

  @Field(() => String, {
    nullable: true,
    description: 'Such as a purchase order number, at most 80 characters; null: none.',
  })
  billingReference?: string | null

  @Field(() => String, {
    nullable: true,
    description: "First day (yyyy-mm-dd) on which it holds; absent: today on the seller's calendar.",
  })
  effectiveFrom?: string | null

  @Field(() => Int, {
    nullable: true,
    description: 'The version that you saw; VERSION_CONFLICT when it has changed since.',
  })
  expectedVersion?: number | null

  @Field(() => String, {
    description: 'Any text of at most 255 characters, new for each intent. A repeat with it changes nothing.',
  })
  idempotencyKey!: string
}

@InputType({ description: 'Conditions on cloud subscriptions; all given ones must hold.' })
export class CloudSubscriptionsWhere {
  @Field(() => ID, { nullable: true, description: 'Of this customer.' })
  organizationId?: string | null

  @Field(() => CloudSubscriptionStatus, { nullable: true, description: 'In this status.' })
  status?: CloudSubscriptionStatus | null

  @Field(() => String, {
    nullable: true,
    description: 'Committed, and no longer on this day (yyyy-mm-dd): what ends or renews by then.',
  })
  commitmentEndsBy?: string | null
}

@ArgsType()
export class CloudSubscriptionsArgs extends PageArgs {
  @Field(() => CloudSubscriptionsWhere, { nullable: true, description: 'Conditions.' })
  where?: CloudSubscriptionsWhere | null
}
