import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { InheritedRows } from '../access/tenant.filter.ts'

/** Prices of one seller in one currency. Sellers below inherit what they do not price themselves. */
@InheritedRows()
@Entity({ tableName: 'price_list' })
export class PriceList {
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  key!: string

  @Property({ type: 'text' })
  name!: string

  @Property({ type: 'text' })
  currency!: string

  @Property({ type: 'datetime' })
  createdAt!: Date
}
