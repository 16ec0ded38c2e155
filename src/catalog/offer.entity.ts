import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'
import { Decimal } from '../platform/money.view.ts'
import { Node } from '../platform/node.view.ts'
import { PlainDecimal } from '../platform/plain-decimal.ts'

export const PaymentModel = {
  RECURRING: 'RECURRING',
  ONE_TIME: 'ONE_TIME',
  USAGE: 'USAGE',
  TRIAL: 'TRIAL',
  FREE: 'FREE',
} as const
export type PaymentModel = (typeof PaymentModel)[keyof typeof PaymentModel]

export const ChargeTiming = {
  IN_ADVANCE: 'IN_ADVANCE',
  IN_ARREARS: 'IN_ARREARS',
  UPFRONT_FULL_TERM: 'UPFRONT_FULL_TERM',
} as const
export type ChargeTiming = (typeof ChargeTiming)[keyof typeof ChargeTiming]

export const OfferStatus = { ON_SALE: 'ON_SALE', END_OF_SALE: 'END_OF_SALE', RETIRED: 'RETIRED' } as const
export type OfferStatus = (typeof OfferStatus)[keyof typeof OfferStatus]

registerEnumType(PaymentModel, {
  name: 'PaymentModel',
  description: 'How an offer is paid: every period, once, by measured usage, as a trial, or not at all.',
})
registerEnumType(ChargeTiming, {
  name: 'ChargeTiming',
  description: 'When a period is charged: at its start, at its end, or the whole commitment at once.',
})
registerEnumType(OfferStatus, { name: 'OfferStatus', description: 'Only ON_SALE offers can be ordered.' })

/** One way to buy a product: a commitment, a billing period, a unit. */
@Entity({ tableName: 'offer' })
@ObjectType({
  implements: Node,
  description: 'One way to buy a product: its SKU with a commitment and a billing period.',
})
export class Offer {
  @Field(() => ID, { description: 'Opaque id (`off_...`); what order lines refer to.' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  productId!: string

  @Field(() => String, { description: 'SKU; offers that differ only in their terms share it.' })
  @Property({ type: 'text' })
  skuCode!: string

  @Field(() => String, { description: 'The part number at the vendor; unique.' })
  @Property({ type: 'text' })
  vendorPartNumber!: string

  @Field(() => String, { description: 'Name for people.' })
  @Property({ type: 'text' })
  name!: string

  @Field(() => String, { description: 'What the quantity counts: SEAT, USER, DEVICE, GB ...' })
  @Property({ type: 'text' })
  unitOfMeasure!: string

  @Field(() => Decimal, { description: 'Smallest quantity of a line.' })
  @Property({ type: PlainDecimal })
  minQuantity = '1'

  @Field(() => Decimal, { nullable: true, description: 'Largest quantity of a line; null: no limit.' })
  @Property({ type: PlainDecimal, nullable: true })
  maxQuantity: string | null = null

  @Field(() => Decimal, { description: 'Quantities are multiples of it.' })
  @Property({ type: PlainDecimal })
  quantityStep = '1'

  @Field(() => [String], {
    description: 'SKUs of which one must be in the order, or owned already; empty: it stands alone.',
  })
  @Property({ type: 'array' })
  addOnOf: string[] = []

  @Field(() => [String], { description: 'SKUs that cannot be in one order with it.' })
  @Property({ type: 'array' })
  excludes: string[] = []

  @Field(() => PaymentModel, { description: 'How it is paid.' })
  @Property({ type: 'text' })
  paymentModel!: PaymentModel

  @Field(() => ChargeTiming, { description: 'When a period is charged.' })
  @Property({ type: 'text' })
  chargeTiming!: ChargeTiming

  @Field(() => String, {
    nullable: true,
    description: 'ISO 8601 duration that the customer commits to, such as P1Y; null: none.',
  })
  @Property({ type: 'text', nullable: true })
  commitmentTerm: string | null = null

  @Field(() => String, {
    nullable: true,
    description: 'ISO 8601 duration from charge to charge, such as P1M; null: charged once.',
  })
  @Property({ type: 'text', nullable: true })
  billingPeriod: string | null = null

  @Field(() => OfferStatus, { description: 'Only ON_SALE offers can be ordered.' })
  @Property({ type: 'text' })
  status: OfferStatus = 'ON_SALE'

  @Field(() => DateTime, { description: 'When it was added.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date
}
