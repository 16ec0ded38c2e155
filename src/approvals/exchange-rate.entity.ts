import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { CurrencyCode, Decimal } from '../platform/money.view.ts'
import { PlainDecimal } from '../platform/plain-decimal.ts'

@TenantRows()
@Entity({ tableName: 'exchange_rate' })
@ObjectType({
  description: 'What one unit of a currency is worth. Used where policies compare amounts; never for prices.',
})
export class ExchangeRate {
  @Field(() => ID, { description: 'Opaque id (`xrt_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Field(() => CurrencyCode, { description: 'The currency.' })
  @Property({ type: 'text' })
  currency!: string

  @Field(() => Decimal, { description: "Value of one unit in the reseller's own currency." })
  @Property({ type: PlainDecimal })
  rate!: string

  @Field(() => DateTime, { description: 'When it was set.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date
}
