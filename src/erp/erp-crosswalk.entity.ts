import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ObjectType, registerEnumType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'

export const ErpCrosswalkKind = { CUSTOMER: 'CUSTOMER', ITEM: 'ITEM', UNIT: 'UNIT', TAX: 'TAX' } as const
export type ErpCrosswalkKind = (typeof ErpCrosswalkKind)[keyof typeof ErpCrosswalkKind]

registerEnumType(ErpCrosswalkKind, {
  name: 'ErpCrosswalkKind',
  description:
    'What is named. CUSTOMER: by its external reference, else our id. ITEM: by SKU. UNIT: by UN/ECE Recommendation 20 code, such as `C62`. TAX: by UNCL 5305 code and percent, such as `S:19`, `AE:0` or `O`.',
})

/** What one ERP calls one thing of ours. */
@TenantRows()
@Entity({ tableName: 'erp_crosswalk' })
@ObjectType({ description: 'What an ERP calls one thing of ours.' })
export class ErpCrosswalk {
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  connectionId!: string

  @Field(() => ErpCrosswalkKind, { description: 'What is named.' })
  @Property({ type: 'text' })
  kind!: ErpCrosswalkKind

  @Field(() => String, { description: 'What we call it.' })
  @Property({ type: 'text' })
  key!: string

  @Field(() => String, {
    description:
      'What the ERP calls it. In Tryton: the code of a party or product, the symbol of a unit, the description of a tax.',
  })
  @Property({ type: 'text' })
  externalKey!: string

  @Field(() => DateTime, { description: 'When it was last set.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date
}
