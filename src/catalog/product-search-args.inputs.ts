import { ArgsType, Field, ID, InputType } from 'type-graphql'
import { Decimal } from '../platform/money.view.ts'
import { PageArgs } from '../platform/page.ts'
import { PaymentModel } from './offer.entity.ts'

@InputType({
  description:
    'Narrows a product search. A product stays when one and the same offer of it meets all conditions.',
})
export class ProductSearchWhere {
  @Field(() => ID, { nullable: true, description: 'Only products of this vendor.' })
  vendorId?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Commitment as an ISO 8601 duration such as P1Y; NONE for offers without one.',
  })
  commitmentTerm?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Billing period as an ISO 8601 duration such as P1M; NONE for what is charged once.',
  })
  billingPeriod?: string | null

  @Field(() => PaymentModel, { nullable: true, description: 'How it is paid.' })
  paymentModel?: PaymentModel | null

  @Field(() => Decimal, {
    nullable: true,
    description:
      'Highest unit price that the organization would be quoted, markups and discounts of all its price lists applied, in its currency; needs `organizationId`.',
  })
  maximumUnitPrice?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'A range of the unit price that the organization would be quoted, as its facet says it: `20..100` is 20 and more, below 100, in its currency. With tiers, the price of the first. Needs `organizationId`.',
  })
  unitPriceRange?: string | null
}

@ArgsType()
export class ProductSearchArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'Words, or beginnings of words, of names, keywords, vendors, categories, SKUs and part numbers; all must match, or what stands for them (`searchSynonyms`). When nothing does, words that are spelled alike count.',
  })
  search?: string | null

  @Field(() => ID, { nullable: true, description: 'Only products of this category and those below it.' })
  categoryId?: string | null

  @Field(() => ID, {
    nullable: true,
    description:
      'Only what this organization can order: with a price from its seller in its currency, that holds now.',
  })
  organizationId?: string | null

  @Field(() => ID, {
    nullable: true,
    description: "The organization's account whose currency counts; needs `organizationId`.",
  })
  accountId?: string | null

  @Field(() => ProductSearchWhere, { nullable: true, description: 'Further conditions.' })
  where?: ProductSearchWhere | null

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Also products that the organization cannot order, at the end of their sale too; `Product.hiddenOffers` says why.',
  })
  includeHidden: boolean = false
}
