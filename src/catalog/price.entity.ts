import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { InheritedRows } from '../access/tenant.filter.ts'
import { PlainDecimal } from '../platform/plain-decimal.ts'

/** What one unit of an offer costs for one billing period, in one price list, for a time. */
@InheritedRows()
@Entity({ tableName: 'price' })
export class Price {
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  priceListId!: string

  @Property({ type: 'text' })
  offerId!: string

  @Property({ type: 'text' })
  currency!: string

  @Property({ type: PlainDecimal })
  unitPrice!: string

  @Property({ type: PlainDecimal })
  setupFee = '0'

  @Property({ type: 'datetime' })
  validFrom!: Date

  /** The first instant at which it no longer holds; null: open. */
  @Property({ type: 'datetime', nullable: true })
  validTo: Date | null = null
}
