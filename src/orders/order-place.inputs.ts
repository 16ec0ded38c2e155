import { Field, ID, InputType } from 'type-graphql'
import { BillingAddressInput } from './billing-address.inputs.ts'
import { OrderChangesInput } from './change.inputs.ts'
import { OrderType } from './order-status.ts'
import {
  intentKey,
  OrderContactInput,
  OrderItemInput,
  OrderLineProvisioningInput,
  ProvisioningValueInput,
  TermsAcceptanceInput,
} from './order.inputs.ts'

@InputType({ description: 'Places an order in one call; validated like the four stages and the submit.' })
export class OrderPlaceInput extends OrderChangesInput {
  @Field(() => ID, { description: 'The customer.' })
  organizationId!: string

  @Field(() => ID, { nullable: true, description: 'Required when the customer has several accounts.' })
  accountId?: string | null

  @Field(() => OrderType, { nullable: true, defaultValue: 'NEW', description: 'What the order is for.' })
  type?: OrderType | null

  @Field(() => [OrderItemInput], { description: 'All items, at most 200.' })
  items!: OrderItemInput[]

  @Field(() => [OrderContactInput], {
    nullable: true,
    description: "All contacts. Absent: those of the customer's organization.",
  })
  contacts?: OrderContactInput[] | null

  @Field(() => [ProvisioningValueInput], {
    nullable: true,
    description: 'Answers to questions of scope ORDER, CUSTOMER and RESELLER.',
  })
  values?: ProvisioningValueInput[] | null

  @Field(() => [OrderLineProvisioningInput], {
    nullable: true,
    description:
      'Answers per line; lines are numbered from 1 in the order of `items` unless they say otherwise.',
  })
  lines?: OrderLineProvisioningInput[] | null

  @Field(() => String, { nullable: true, description: "The customer's purchase order number." })
  purchaseOrderNumber?: string | null

  @Field(() => String, { nullable: true, description: "The customer's cost center." })
  costCenter?: string | null

  @Field(() => String, { nullable: true, description: 'Your reference.' })
  externalReference?: string | null

  @Field(() => String, { nullable: true, description: 'Where the invoice goes.' })
  invoiceEmail?: string | null

  @Field(() => BillingAddressInput, {
    nullable: true,
    description: 'Address of the invoice, for this order.',
  })
  billingAddress?: BillingAddressInput | null

  @Field(() => String, { nullable: true, description: 'For people, at most 2000 characters.' })
  notes?: string | null

  @Field(() => TermsAcceptanceInput, { description: 'Acceptance of the terms.' })
  terms!: TermsAcceptanceInput

  @Field(() => String, { description: intentKey })
  idempotencyKey!: string
}
