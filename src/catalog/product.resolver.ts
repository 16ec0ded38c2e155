import { Arg, Args, Ctx as Context, FieldResolver, ID, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { Category } from './category.entity.ts'
import { describeProduct } from './describe-product.ts'
import { HiddenOffer } from './hidden-offer.view.ts'
import { HiddenOffersArgs } from './hidden-offers-args.inputs.ts'
import { hiddenOffers } from './hidden-offers.ts'
import { Offer } from './offer.entity.ts'
import { offersOf } from './offers-of.ts'
import { ProductInformation } from './product-information.view.ts'
import { Product } from './product.entity.ts'
import { Vendor } from './vendor.entity.ts'

@Resolver(() => Product)
export class ProductResolver {
  @FieldResolver(() => Vendor, { description: 'Who makes it.' })
  vendor(@Context() ctx: Ctx, @Root() product: Product): Promise<Vendor | null> {
    return load(ctx, Vendor, product.vendorId)
  }

  @FieldResolver(() => Category, { description: 'Where it stands in the catalog.' })
  category(@Context() ctx: Ctx, @Root() product: Product): Promise<Category | null> {
    return load(ctx, Category, product.categoryId)
  }

  @FieldResolver(() => [Offer], { description: 'The ways to buy it that are on sale.' })
  offers(
    @Context() ctx: Ctx,
    @Root() product: Product,
    @Arg('organizationId', () => ID, {
      nullable: true,
      description: 'Only those that this organization can order.',
    })
    organizationId?: string,
  ): Promise<Offer[]> {
    return offersOf(ctx, { product, organizationId })
  }

  @FieldResolver(() => [HiddenOffer], {
    description: 'Its offers that an organization cannot order now, each with every reason.',
  })
  hiddenOffers(
    @Context() ctx: Ctx,
    @Root() product: Product,
    @Args(() => HiddenOffersArgs) args: HiddenOffersArgs,
  ): Promise<HiddenOffer[]> {
    return hiddenOffers(ctx, product, args)
  }

  @FieldResolver(() => ProductInformation, {
    description: 'What people want to know before they buy, and the provisioning form.',
  })
  productInformation(@Root() product: Product): ProductInformation {
    return describeProduct(product)
  }
}
