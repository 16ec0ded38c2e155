import { Arg, Args, Ctx as Context, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { describeForm } from './describe-form.ts'
import { describeOffer } from './describe-product.ts'
import { estimateInvoice } from './estimate-invoice.ts'
import { findOffer } from './find-offer.ts'
import { InvoiceInformationArgs } from './invoice-information-args.inputs.ts'
import { InvoiceInformation } from './invoice-information.view.ts'
import { OfferPrice } from './offer-price.view.ts'
import { Offer } from './offer.entity.ts'
import { priceOffer } from './price-offer.ts'
import { ProductInformation } from './product-information.view.ts'
import { Product } from './product.entity.ts'
import { ProvisioningForm } from './provisioning-form.view.ts'

@Resolver(() => Offer)
export class OfferResolver {
  @Query(() => Offer, { nullable: true, description: 'One offer; null when you cannot see it.' })
  offer(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Offer | null> {
    return findOffer(ctx, id)
  }

  @FieldResolver(() => Product, { description: 'The product that it is a way to buy.' })
  product(@Context() ctx: Ctx, @Root() offer: Offer): Promise<Product | null> {
    return load(ctx, Product, offer.productId)
  }

  @FieldResolver(() => ProductInformation, {
    description: 'The info icon: what it is, and the form that provisioning will ask to fill.',
  })
  productInformation(@Context() ctx: Ctx, @Root() offer: Offer): Promise<ProductInformation | null> {
    return describeOffer(ctx, offer)
  }

  @FieldResolver(() => ProvisioningForm, {
    nullable: true,
    description: 'What provisioning asks for at ordering, as JSON Schema: draw the form from it.',
  })
  provisioningForm(@Context() ctx: Ctx, @Root() offer: Offer): Promise<ProvisioningForm | null> {
    return describeForm(ctx, offer)
  }

  @FieldResolver(() => OfferPrice, {
    nullable: true,
    description: 'What it costs an organization, in its currency; null when it cannot be ordered there.',
  })
  price(
    @Context() ctx: Ctx,
    @Root() offer: Offer,
    @Arg('organizationId', () => ID, {
      nullable: true,
      description: 'Who buys; your own organization when absent.',
    })
    organizationId?: string,
  ): Promise<OfferPrice | null> {
    return priceOffer(ctx, { offer, organizationId })
  }

  @FieldResolver(() => InvoiceInformation, {
    nullable: true,
    description:
      'The invoice icon: what ordering it today would put on invoices; null when it cannot be ordered there.',
  })
  invoiceInformation(
    @Context() ctx: Ctx,
    @Root() offer: Offer,
    @Args(() => InvoiceInformationArgs) args: InvoiceInformationArgs,
  ): Promise<InvoiceInformation | null> {
    return estimateInvoice(ctx, offer, args)
  }
}
