import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { TenantRows } from '../access/tenant.filter.ts'
import type { NumberReset } from './number-pattern.rules.ts'

/** Where the numbers of one kind of document of a seller come from. Its row lock is what makes them gapless. */
@TenantRows()
@Entity({ tableName: 'number_series' })
export class NumberSeries {
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  documentType: 'ORDER' = 'ORDER' as const

  /** Such as `{prefix}-{yyyy}-{seq:6}`; checked by number-pattern.rules. */
  @Property({ type: 'text' })
  pattern!: string

  @Property({ type: 'text' })
  prefix!: string

  @Property({ type: 'text' })
  reset!: NumberReset

  /** IANA zone that decides in which period an order falls. */
  @Property({ type: 'text' })
  timeZone!: string

  @Property({ type: 'datetime' })
  createdAt!: Date
}
