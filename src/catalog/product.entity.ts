import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'
import type { ParameterDefinition } from './parameters.rules.ts'

export const ProductStatus = {
  PUBLISHED: 'PUBLISHED',
  END_OF_SALE: 'END_OF_SALE',
  UNPUBLISHED: 'UNPUBLISHED',
} as const
export type ProductStatus = (typeof ProductStatus)[keyof typeof ProductStatus]

registerEnumType(ProductStatus, {
  name: 'ProductStatus',
  description: 'PUBLISHED can be ordered. END_OF_SALE is shown, and only running subscriptions go on.',
})

/** What is sold, as people know it. It is bought through its offers. */
@Entity({ tableName: 'product' })
@ObjectType({
  implements: Node,
  description: 'What is sold, as people know it. You order one of its offers.',
})
export class Product {
  @Field(() => ID, { description: 'Opaque id (`prd_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Field(() => String, { description: 'Stable, readable key such as `microsoft-365-business-basic`.' })
  @Property({ type: 'text' })
  key!: string

  @Property({ type: 'text' })
  vendorId!: string

  @Property({ type: 'text' })
  categoryId!: string

  @Field(() => String, { description: 'Name for people.' })
  @Property({ type: 'text' })
  name!: string

  @Field(() => String, { description: 'One sentence for lists.' })
  @Property({ type: 'text' })
  summary!: string

  @Property({ type: 'text' })
  description!: string

  @Property({ type: 'array' })
  features: string[] = []

  @Property({ type: 'array' })
  keywords: string[] = []

  @Property({ type: 'text', nullable: true })
  documentationUrl: string | null = null

  @Property({ type: 'text', nullable: true })
  supportUrl: string | null = null

  @Property({ type: 'json' })
  parameters: ParameterDefinition[] = []

  @Field(() => ProductStatus, { description: 'Only PUBLISHED products can be ordered.' })
  @Property({ type: 'text' })
  status: ProductStatus = 'PUBLISHED'

  /** What search reads: words of the product, its vendor, categories and offers, see `searchWords`. */
  @Property({ type: 'text', hidden: true, lazy: true })
  searchText!: string

  /** The words of the name: a hit there weighs more. */
  @Property({ type: 'text', hidden: true, lazy: true })
  nameWords!: string

  /** The filters that it passes, as words: vendor, categories, terms of its offers. */
  @Property({ type: 'array', hidden: true, lazy: true })
  searchTags!: string[]

  @Field(() => DateTime, { description: 'When it was added.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date
}
