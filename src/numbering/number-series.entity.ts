import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'

export const NumberReset = { NEVER: 'NEVER', YEARLY: 'YEARLY', MONTHLY: 'MONTHLY' } as const
export type NumberReset = (typeof NumberReset)[keyof typeof NumberReset]

export const NumberPolicy = { SEQUENTIAL: 'SEQUENTIAL', OPAQUE: 'OPAQUE' } as const
export type NumberPolicy = (typeof NumberPolicy)[keyof typeof NumberPolicy]

registerEnumType(NumberReset, {
  name: 'NumberReset',
  description: "When a series starts again at 1, in the series' time zone.",
})
registerEnumType(NumberPolicy, {
  name: 'NumberPolicy',
  description:
    'SEQUENTIAL: consecutive, without a gap. OPAQUE: shuffled letters and digits that do not tell how many there are.',
})

/** Where the numbers of a seller's orders come from. The row lock of its first series is what makes them gapless. */
@TenantRows()
@Entity({ tableName: 'number_series' })
@ObjectType({ description: 'Where the numbers of orders come from, and what they look like.' })
export class NumberSeries {
  @Field(() => ID, { description: 'Opaque id (`nse_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Field(() => ID, { description: 'The reseller whose orders it numbers.' })
  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  documentType: 'ORDER' = 'ORDER' as const

  @Field(() => String, { nullable: true, description: 'The type of orders that it numbers; null: all.' })
  @Property({ type: 'text', nullable: true })
  orderType: string | null = null

  @Field(() => String, {
    nullable: true,
    description: 'The country of customers whose orders it numbers, ISO 3166-1; null: all.',
  })
  @Property({ type: 'text', nullable: true })
  country: string | null = null

  @Field(() => String, {
    nullable: true,
    description: 'The legal entity of the reseller that sells under these numbers.',
  })
  @Property({ type: 'text', nullable: true })
  legalEntity: string | null = null

  @Field(() => String, { description: 'Such as `{prefix}-{yyyy}-{seq:6}`.' })
  @Property({ type: 'text' })
  pattern!: string

  @Field(() => String, { description: 'What fills `{prefix}`.' })
  @Property({ type: 'text' })
  prefix!: string

  @Field(() => NumberReset, { description: 'When it starts again at 1.' })
  @Property({ type: 'text' })
  reset!: NumberReset

  @Field(() => NumberPolicy, { description: 'Whether numbers tell how many there are.' })
  @Property({ type: 'text' })
  policy: NumberPolicy = 'SEQUENTIAL'

  /** Shuffles the numbers of an OPAQUE series: encrypted for this series alone, never public. */
  @Property({ type: 'text', nullable: true })
  secret: string | null = null

  @Field(() => String, { description: 'IANA zone that decides in which period an order falls.' })
  @Property({ type: 'text' })
  timeZone!: string

  @Field(() => Int, { description: 'Grows with every change.' })
  @Property({ type: 'integer' })
  version = 1

  @Field(() => ID, { nullable: true, description: 'The series that it took over from.' })
  @Property({ type: 'text', nullable: true })
  replacesId: string | null = null

  @Field(() => DateTime, { nullable: true, description: 'When its successor took over; null: in use.' })
  @Property({ type: 'datetime', nullable: true })
  endedAt: Date | null = null

  @Field(() => DateTime, { description: 'When it began.' })
  @Property({ type: 'datetime' })
  createdAt!: Date
}
