import { Field, ID, InputType, Int } from 'type-graphql'
import { NumberPolicy, NumberReset } from './number-series.entity.ts'

const pattern =
  'Tokens {prefix}, {yyyy}, {yy}, {mm} and, exactly once, {seq:6} (width 1 to 12). No two series of a reseller may ever yield one number.'
const key = 'Any text of yours, at most 255 characters; a repeat with the same key changes nothing.'
const prefix = '1 to 10 capitals and digits.'

@InputType({
  description: 'A series of order numbers to add, for orders of one type, of one country, or both.',
})
export class NumberSeriesCreateInput {
  @Field(() => String, {
    nullable: true,
    description: 'NEW, CHANGE, RENEWAL, CANCELLATION, SUSPEND or RESUME; absent: all types.',
  })
  orderType?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Country of the customers, ISO 3166-1; absent: all countries.',
  })
  country?: string | null

  @Field(() => String, { nullable: true, description: 'The legal entity that sells under these numbers.' })
  legalEntity?: string | null

  @Field(() => String, { description: pattern, defaultValue: '{prefix}-{yyyy}-{seq:6}' })
  pattern: string = '{prefix}-{yyyy}-{seq:6}'

  @Field(() => String, { description: prefix })
  prefix!: string

  @Field(() => NumberReset, { description: 'When it starts again at 1.', defaultValue: 'YEARLY' })
  reset: NumberReset = 'YEARLY'

  @Field(() => NumberPolicy, {
    description: 'Whether numbers tell how many there are.',
    defaultValue: 'SEQUENTIAL',
  })
  policy: NumberPolicy = 'SEQUENTIAL'

  @Field(() => String, { nullable: true, description: 'IANA zone; absent: that of your first series.' })
  timeZone?: string | null

  @Field(() => String, { description: key })
  idempotencyKey!: string
}

@InputType({
  description:
    'A change of a series; what is absent stays. Another pattern, prefix, reset or policy begins a successor with the next number.',
})
export class NumberSeriesUpdateInput {
  @Field(() => ID, { description: 'The series in use.' })
  numberSeriesId!: string

  @Field(() => Int, { description: 'Its version as you saw it.' })
  expectedVersion!: number

  @Field(() => String, { nullable: true, description: pattern })
  pattern?: string | null

  @Field(() => String, { nullable: true, description: prefix })
  prefix?: string | null

  @Field(() => NumberReset, { nullable: true, description: 'When it starts again at 1.' })
  reset?: NumberReset | null

  @Field(() => NumberPolicy, { nullable: true, description: 'Whether numbers tell how many there are.' })
  policy?: NumberPolicy | null

  @Field(() => String, { nullable: true, description: 'IANA zone.' })
  timeZone?: string | null

  @Field(() => String, { nullable: true, description: 'The legal entity that sells under these numbers.' })
  legalEntity?: string | null

  @Field(() => String, { description: key })
  idempotencyKey!: string
}
