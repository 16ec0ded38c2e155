import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { ChargeTiming, PaymentModel } from '../catalog/offer.entity.ts'
import type { ParameterDefinition } from '../catalog/parameters.rules.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Decimal } from '../platform/money.view.ts'
import {
  OrderAction,
  OrderLineStatus,
  OrderOutcome,
  OrderStage,
  OrderStageState,
  OrderStatus,
  OrderType,
} from './order-status.ts'

/** What a contact of an order is for. Keys equal values. */
export const OrderContactRole = {
  ADMIN: 'ADMIN',
  BILLING: 'BILLING',
  TECHNICAL: 'TECHNICAL',
  SIGNATORY: 'SIGNATORY',
} as const
export type OrderContactRole = (typeof OrderContactRole)[keyof typeof OrderContactRole]

/** Who is at fault when a line fails. Keys equal values. */
export const LineFailureCategory = {
  VENDOR: 'VENDOR',
  VALIDATION: 'VALIDATION',
  TIMEOUT: 'TIMEOUT',
  INTERNAL: 'INTERNAL',
  UNKNOWN_OUTCOME: 'UNKNOWN_OUTCOME',
} as const
export type LineFailureCategory = (typeof LineFailureCategory)[keyof typeof LineFailureCategory]

registerEnumType(OrderStatus, {
  name: 'OrderStatus',
  description: 'Where the order stands. Fulfillment states follow from its lines.',
})
registerEnumType(OrderLineStatus, {
  name: 'OrderLineStatus',
  description: 'Where the service of one line stands.',
})
registerEnumType(OrderOutcome, {
  name: 'OrderOutcome',
  description: 'Of a FULFILLED order. PARTIAL: some lines were cancelled on the way.',
})
registerEnumType(OrderType, { name: 'OrderType', description: 'What an order is for.' })
registerEnumType(OrderStage, { name: 'OrderStage', description: 'The four stages, in their order.' })
registerEnumType(OrderStageState, {
  name: 'OrderStageState',
  description: 'STALE: it was saved, but something it rests on changed since; save it again.',
})
registerEnumType(OrderAction, {
  name: 'OrderAction',
  description: 'What the viewer may do with an order now; each stands for one mutation.',
})

registerEnumType(OrderContactRole, {
  name: 'OrderContactRole',
  description: 'What a contact is for. ADMIN, BILLING and TECHNICAL are required; SIGNATORY is optional.',
})
registerEnumType(LineFailureCategory, {
  name: 'LineFailureCategory',
  description:
    'Who is at fault. UNKNOWN_OUTCOME: the vendor may have delivered; find out before you retry the line.',
})

@ObjectType({ description: 'A person at the customer, as named on this order.' })
export class OrderContact {
  @Field(() => OrderContactRole, { description: 'What the contact is for.' })
  role!: OrderContactRole

  @Field(() => String, { description: 'First name.' })
  firstName!: string

  @Field(() => String, { description: 'Last name.' })
  lastName!: string

  @Field(() => String, { description: 'E-mail address.' })
  email!: string

  @Field(() => String, { nullable: true, description: 'Phone number in E.164, such as +442079460958.' })
  phone!: string | null
}

@ObjectType({ description: 'Who started the order.' })
export class OrderRequester {
  @Field(() => ID, { description: 'Id of the user or of the API key.' })
  id!: string

  @Field(() => String, { description: 'Name of the person or of the key when the order was started.' })
  name!: string

  @Field(() => String, { nullable: true, description: 'E-mail address; null for API keys.' })
  email!: string | null

  @Field(() => String, { description: 'USER or API_KEY.' })
  kind!: string
}

/** The names of those whom an order is about, as they were when it was last saved by a person. */
export interface OrderParties {
  seller: { id: string; name: string }
  organization: { id: string; name: string }
  account: { id: string; name: string }
  requestedBy: OrderRequester
}

@ObjectType({ description: 'What a line buys: product, offer and terms as they were when selected.' })
export class OrderItem {
  @Field(() => ID, { description: 'Id of the product.' })
  productId!: string

  @Field(() => String, { description: 'Name of the product.' })
  productName!: string

  @Field(() => ID, { description: 'Id of the vendor.' })
  vendorId!: string

  vendorKey!: string

  @Field(() => String, { description: 'Name of the vendor.' })
  vendorName!: string

  @Field(() => String, { description: 'Name of the offer.' })
  offerName!: string

  @Field(() => String, { description: "The vendor's SKU." })
  skuCode!: string

  @Field(() => String, { description: "The vendor's part number; unique per offer." })
  vendorPartNumber!: string

  @Field(() => String, { description: 'What one unit is, such as `seat`.' })
  unitOfMeasure!: string

  @Field(() => PaymentModel, { description: 'How it is paid.' })
  paymentModel!: PaymentModel

  @Field(() => ChargeTiming, { description: 'When a period is charged.' })
  chargeTiming!: ChargeTiming

  @Field(() => String, { nullable: true, description: 'ISO 8601 duration, such as P1Y; null: none.' })
  commitmentTerm!: string | null

  @Field(() => String, { nullable: true, description: 'ISO 8601 duration, such as P1M; null: billed once.' })
  billingPeriod!: string | null

  @Field(() => Decimal, { description: 'Smallest quantity.' })
  minQuantity!: string

  @Field(() => Decimal, { nullable: true, description: 'Largest quantity; null: no limit.' })
  maxQuantity!: string | null

  @Field(() => Decimal, { description: 'The quantity is a multiple of this.' })
  quantityStep!: string

  addOnOf!: string[]

  excludes!: string[]

  parameters!: ParameterDefinition[]
}

@ObjectType({ description: 'Why a line failed.' })
export class LineFailure {
  @Field(() => String, { description: "The vendor's or our stable code, such as DOMAIN_TAKEN." })
  code!: string

  @Field(() => LineFailureCategory, { description: 'Who is at fault.' })
  category!: LineFailureCategory

  @Field(() => Boolean, { description: 'True when trying again may help.' })
  retryable!: boolean

  @Field(() => String, { description: 'What happened, for the order desk.' })
  message!: string
}

@ObjectType({ description: 'One answer that has to be corrected.' })
export class InformationRequestItem {
  @Field(() => String, { description: 'Key of the provisioning question.' })
  key!: string

  @Field(() => String, { description: 'What is wrong with the answer.' })
  message!: string
}

@ObjectType({ description: 'What is asked of the requester before the line can go on.' })
export class InformationRequest {
  @Field(() => String, { description: 'What is needed, for a person.' })
  message!: string

  @Field(() => [InformationRequestItem], { description: 'The answers in question; may be empty.' })
  items!: InformationRequestItem[]

  @Field(() => DateTime, { description: 'When it was asked.' })
  requestedAt!: Date | string
}
