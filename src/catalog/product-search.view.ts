import { Field, Int, ObjectType } from 'type-graphql'
import { connectionOf, type Page } from '../platform/page.ts'
import type { CappedCount } from './capped-count.rules.ts'
import { Product } from './product.entity.ts'
import type { ProductCriteria } from './product-criteria.ts'

@ObjectType({ description: 'One value to narrow a search by.' })
export class FacetValue implements CappedCount {
  @Field(() => String, { description: 'What you send in the filter.' })
  value!: string

  @Field(() => String, { description: 'What people read.' })
  label!: string

  @Field(() => Int, {
    description:
      'Products that you would see if you chose this value of its field; at least so many when `isMore`.',
  })
  count!: number

  @Field(() => Boolean, {
    description:
      'True when more than 10,000 products have the words and the other filters: counted is a sample, so there are at least so many.',
  })
  isMore!: boolean

  @Field(() => String, { description: 'The count for people: `1,204`, or `10,000+`.' })
  countText!: string

  @Field(() => Boolean, { description: 'True when the search is narrowed by it now.' })
  isSelected!: boolean
}

@ObjectType({
  description:
    'A field to narrow a search by. Its counts ignore its own filter, so that they stay while you choose.',
})
export class Facet {
  @Field(() => String, {
    description:
      '`vendor`, `category`, `commitmentTerm`, `billingPeriod`, `paymentModel` or, with an organization, `unitPrice`: what it would be quoted.',
  })
  field!: string

  @Field(() => [FacetValue], { description: 'The values that occur.' })
  values!: FacetValue[]
}

export const ProductConnection = connectionOf(() => Product, 'Product')

/** A page of a search, and what was searched for: totals and facets are counted only when asked. */
export interface ProductPage extends Page<Product> {
  criteria: ProductCriteria
}
