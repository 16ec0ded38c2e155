import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import type { ChargeTiming, PaymentModel } from '../catalog/offer.entity.ts'
import type { Tiers } from '../catalog/tiers.rules.ts'
import type { RunningDiscount } from './change-price.rules.ts'
import { Decimal } from '../platform/money.view.ts'

/** What a line does. Keys equal values. */
export const LineAction = {
  ADD: 'ADD',
  CHANGE_QUANTITY: 'CHANGE_QUANTITY',
  SWITCH_PLAN: 'SWITCH_PLAN',
  CHANGE_RENEWAL: 'CHANGE_RENEWAL',
  CANCEL: 'CANCEL',
} as const
export type LineAction = (typeof LineAction)[keyof typeof LineAction]

/** When a subscription ends. Keys equal values. */
export const CancellationTime = { NOW: 'NOW', END_OF_TERM: 'END_OF_TERM' } as const
export type CancellationTime = (typeof CancellationTime)[keyof typeof CancellationTime]

registerEnumType(LineAction, {
  name: 'LineAction',
  description:
    'What a line does: adds something (to a subscription: an add-on), or changes or cancels one that runs.',
})
registerEnumType(CancellationTime, {
  name: 'CancellationTime',
  description:
    'NOW: within the cancellation window only, with a credit by the day. END_OF_TERM: when the commitment, else the period that is paid, is over.',
})

@ObjectType({ description: 'How a subscription was before a line changed it.' })
export class TermsBefore {
  @Field(() => ID, { description: 'Id of the offer.' })
  offerId!: string

  @Field(() => String, { description: 'Name of the offer.' })
  offerName!: string

  @Field(() => Decimal, { description: 'How many units.' })
  quantity!: string

  unitPrice!: string

  tieredPrice?: Tiers | null

  @Field(() => String, { nullable: true, description: 'ISO 8601 duration; null: none.' })
  commitmentTerm!: string | null

  @Field(() => String, { nullable: true, description: 'ISO 8601 duration; null: billed once.' })
  billingPeriod!: string | null

  paymentModel!: PaymentModel

  chargeTiming!: ChargeTiming

  @Field(() => String, {
    description:
      'Day (yyyy-mm-dd) from which its terms and billing periods are counted, forth and back: its start, or the end of a first term that ended with something else.',
  })
  termStartDate!: string

  discount?: RunningDiscount | null
}

@ObjectType({ description: 'What a line changes of a subscription.' })
export class LineChange {
  @Field(() => TermsBefore, { description: 'How it was when the line was saved.' })
  before!: TermsBefore

  /** Of another plan: its tiers. More of what runs is charged by the tiers that it has. */
  planTiers?: Tiers | null

  @Field(() => Decimal, { description: 'Units more than before; negative: fewer.' })
  quantityDelta!: string

  @Field(() => String, {
    nullable: true,
    description:
      'Last day (yyyy-mm-dd) of the window that lets units fall away; null: the change needs none.',
  })
  windowUntil!: string | null

  @Field(() => String, { nullable: true, description: 'Of a cancellation: why.' })
  reason!: string | null

  @Field(() => CancellationTime, { nullable: true, description: 'Of a cancellation: when.' })
  when!: CancellationTime | null

  @Field(() => String, {
    nullable: true,
    description: 'Of a cancellation at the end of the term: the first day (yyyy-mm-dd) without it.',
  })
  endDate!: string | null

  @Field(() => Boolean, { nullable: true, description: 'Of renewal settings: whether it renews by itself.' })
  autoRenew!: boolean | null

  @Field(() => String, { nullable: true, description: 'Of renewal settings: the commitment from then on.' })
  renewalTerm!: string | null

  @Field(() => Decimal, { nullable: true, description: 'Of renewal settings: the units from then on.' })
  renewalQuantity!: string | null
}
