import { GraphQLJSON } from 'graphql-scalars'
import { Field, ID, InputType, Int } from 'type-graphql'
import { AcceptanceMethod } from '../terms/terms-acceptance.entity.ts'
import { Decimal } from '../platform/money.view.ts'
import { BillingAddressInput } from './billing-address.inputs.ts'
import { OrderChangesInput } from './change.inputs.ts'
import { OrderItemConditionsInput } from './order-item-conditions.inputs.ts'
import { OrderContactRole } from './order-parts.view.ts'
import { OrderType } from './order-status.ts'

const expected = 'The version that you saw; VERSION_CONFLICT when it has changed since.'
export const intentKey =
  'Any text of at most 255 characters, new for each intent. A repeat with it changes nothing.'

@InputType({ description: 'Starts a draft.' })
export class OrderStartInput {
  @Field(() => ID, { description: 'The customer.' })
  organizationId!: string

  @Field(() => ID, { nullable: true, description: 'Required when the customer has several accounts.' })
  accountId?: string | null

  @Field(() => OrderType, {
    nullable: true,
    defaultValue: 'NEW',
    description: 'What the order is for: NEW, or CHANGE or CANCELLATION of what runs.',
  })
  type?: OrderType | null

  @Field(() => [ID], {
    nullable: true,
    description:
      'Of a CHANGE or CANCELLATION: cloud subscriptions to begin with, a line each; say with orderSelectItems what becomes of them.',
  })
  cloudSubscriptionIds?: string[] | null

  @Field(() => String, { nullable: true, description: 'Your reference, at most 120 characters.' })
  externalReference?: string | null

  @Field(() => String, { description: intentKey })
  idempotencyKey!: string
}

@InputType({ description: 'One chosen offer.' })
export class OrderItemInput extends OrderItemConditionsInput {
  @Field(() => ID, { description: 'Id of the offer.' })
  offerId!: string

  @Field(() => Decimal, { description: 'How many units; a string such as "25", or a number.' })
  quantity!: string

  @Field(() => Int, {
    nullable: true,
    description: 'Keeps or gives the line its number; without it, a line with the same offer keeps its own.',
  })
  lineNumber?: number | null

  @Field(() => Int, { nullable: true, description: 'Line number of the base product of an add-on.' })
  parentLineNumber?: number | null
}

@InputType({ description: 'Replaces the selection.' })
export class OrderSelectItemsInput extends OrderChangesInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => Int, { nullable: true, description: expected })
  expectedVersion?: number | null

  @Field(() => [OrderItemInput], { description: 'All items of the order, at most 200.' })
  items!: OrderItemInput[]
}

@InputType({ description: 'One contact of the order.' })
export class OrderContactInput {
  @Field(() => OrderContactRole, { description: 'What the contact is for; each role once.' })
  role!: OrderContactRole

  @Field(() => String, { nullable: true, description: 'First name.' })
  firstName?: string | null

  @Field(() => String, { nullable: true, description: 'Last name.' })
  lastName?: string | null

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email?: string | null

  @Field(() => String, {
    nullable: true,
    description: "Phone number; without country code, one of the customer's country. Stored in E.164.",
  })
  phone?: string | null

  @Field(() => OrderContactRole, {
    nullable: true,
    description: 'Takes the person from another role of this list instead.',
  })
  sameAs?: OrderContactRole | null
}

@InputType({
  description: 'Saves account details and contacts. Absent fields stay as they are, null clears.',
})
export class OrderSetContactsInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => Int, { nullable: true, description: expected })
  expectedVersion?: number | null

  @Field(() => [OrderContactInput], {
    nullable: true,
    description: "All contacts. Absent: those of the customer's organization, unless the order has some.",
  })
  contacts?: OrderContactInput[] | null

  @Field(() => ID, {
    nullable: true,
    description: 'Another account of the customer; makes all stages STALE.',
  })
  accountId?: string | null

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
    description:
      "Address of the invoice, for this order; null: that of the account, else the organization's.",
  })
  billingAddress?: BillingAddressInput | null

  @Field(() => String, { nullable: true, description: 'For people, at most 2000 characters.' })
  notes?: string | null
}

@InputType({ description: 'One answer.' })
export class ProvisioningValueInput {
  @Field(() => String, { description: 'Key of the question.' })
  key!: string

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'The answer; null takes it back, and what was inherited counts again.',
  })
  value?: unknown
}

@InputType({ description: 'Answers for one line.' })
export class OrderLineProvisioningInput {
  @Field(() => Int, { description: 'The line.' })
  lineNumber!: number

  @Field(() => [ProvisioningValueInput], { description: 'Answers to its questions of scope LINE.' })
  values!: ProvisioningValueInput[]
}

@InputType({ description: 'Saves provisioning information. Answers that are not named stay as they are.' })
export class OrderSetProvisioningInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => Int, { nullable: true, description: expected })
  expectedVersion?: number | null

  @Field(() => [ProvisioningValueInput], {
    nullable: true,
    description: 'Answers to questions of scope ORDER, CUSTOMER and RESELLER.',
  })
  values?: ProvisioningValueInput[] | null

  @Field(() => [OrderLineProvisioningInput], { nullable: true, description: 'Answers per line.' })
  lines?: OrderLineProvisioningInput[] | null
}

@InputType({ description: 'The person who agrees to the terms.' })
export class SignatoryInput {
  @Field(() => String, { description: 'First name.' })
  firstName!: string

  @Field(() => String, { description: 'Last name.' })
  lastName!: string

  @Field(() => String, { description: 'E-mail address.' })
  email!: string

  @Field(() => String, { nullable: true, description: 'Phone number with country code.' })
  phone?: string | null
}

@InputType({ description: 'Acceptance of the terms and conditions.' })
export class TermsAcceptanceInput {
  @Field(() => [ID], {
    description:
      'Ids of all versions in `order.requiredTerms`, each read and agreed to. orderPlace has no order to ask yet: take `currentVersion` of the mandatory `termsDocuments` for all orders and for the vendors of the items; what is missing is refused with its id.',
  })
  acceptedVersionIds!: string[]

  @Field(() => SignatoryInput, {
    nullable: true,
    description: 'Who agrees; without it, the SIGNATORY contact, else the ADMIN contact.',
  })
  signatory?: SignatoryInput | null

  @Field(() => AcceptanceMethod, {
    nullable: true,
    description:
      'How the signatory agreed. Absent: CLICKWRAP of a customer, PARTNER_ATTESTATION of a reseller. VENDOR_DIRECT needs `agreedOn` and `reference`.',
  })
  method?: AcceptanceMethod | null

  @Field(() => String, {
    nullable: true,
    description: 'The day on which the signatory agreed, yyyy-mm-dd, when a reseller attests it.',
  })
  agreedOn?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Where the agreement is kept, such as a contract number; at most 200 characters.',
  })
  reference?: string | null
}

@InputType({ description: 'Submits a draft.' })
export class OrderSubmitInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => Int, { description: expected })
  expectedVersion!: number

  @Field(() => String, { description: intentKey })
  idempotencyKey!: string

  @Field(() => TermsAcceptanceInput, { description: 'Acceptance of the terms.' })
  terms!: TermsAcceptanceInput
}

@InputType({ description: 'Sends an order to approval.' })
export class OrderSubmitForApprovalInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => Int, { nullable: true, description: expected })
  expectedVersion?: number | null

  @Field(() => String, { nullable: true, description: intentKey })
  idempotencyKey?: string | null

  @Field(() => TermsAcceptanceInput, {
    nullable: true,
    description: 'Required to resubmit an order in CHANGES_REQUESTED: the terms are accepted again.',
  })
  terms?: TermsAcceptanceInput | null
}
