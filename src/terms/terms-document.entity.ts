import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType } from 'type-graphql'
import { InheritedRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'

@InheritedRows()
@Entity({ tableName: 'terms_document' })
@ObjectType({
  implements: Node,
  description: 'Terms and conditions of a seller or a vendor, over all their versions.',
})
export class TermsDocument {
  @Field(() => ID, { description: 'Opaque id (`trm_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Field(() => String, {
    description: 'Stable short name, unique for its publisher, such as `general-terms`.',
  })
  @Property({ type: 'text' })
  key!: string

  @Field(() => String, { description: 'What people see, such as "General terms and conditions".' })
  @Property({ type: 'text' })
  title!: string

  @Field(() => ID, {
    nullable: true,
    description: 'The vendor for whose products it applies; null: for every order.',
  })
  @Property({ type: 'text', nullable: true })
  vendorId: string | null = null

  @Field(() => ID, { nullable: true, description: 'The product that it applies to; null: to all.' })
  @Property({ type: 'text', nullable: true })
  productId: string | null = null

  @Field(() => String, {
    nullable: true,
    description: 'The country of customers that it applies to, ISO 3166-1; null: to all.',
  })
  @Property({ type: 'text', nullable: true })
  country: string | null = null

  @Field(() => Boolean, {
    description: 'True: orders that it applies to are submitted only with its acceptance.',
  })
  @Property({ type: 'boolean' })
  mandatory = true

  @Field(() => DateTime, { description: 'When it was added.' })
  @Property({ type: 'datetime' })
  createdAt!: Date
}
