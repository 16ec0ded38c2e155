import { Arg, Args, Ctx as Context, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { load } from '../platform/load.ts'
import { Decimal, Money, money } from '../platform/money.view.ts'
import type { Page } from '../platform/page.ts'
import { createPriceList } from './create-price-list.ts'
import { findPriceList } from './find-price-list.ts'
import { listPriceLists } from './list-price-lists.ts'
import { Offer } from './offer.entity.ts'
import { PriceComponent } from './price-component.view.ts'
import { PriceList } from './price-list.entity.ts'
import {
  ListPricesArgs,
  PriceListCreateInput,
  PriceListsArgs,
  PriceListUpdateInput,
  PriceSetInput,
} from './price-list.inputs.ts'
import {
  PriceConnection,
  PriceListConnection,
  PriceListCreatePayload,
  PriceListUpdatePayload,
  PriceSetPayload,
} from './price-list.view.ts'
import { Price } from './price.entity.ts'
import { pricesOfList } from './prices-of-list.ts'
import { setListPrices } from './set-list-prices.ts'
import { updatePriceList } from './update-price-list.ts'
import { usageOfPrice } from './usage-of-price.ts'
import { visiblePercent } from './visible-percent.ts'

@Resolver(() => PriceList)
export class PriceListResolver {
  @Query(() => PriceList, {
    nullable: true,
    description: 'One price list; null when you cannot see it. Needs PRICE_READ.',
  })
  priceList(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<PriceList | null> {
    return findPriceList(ctx, id)
  }

  @Query(() => PriceListConnection, {
    description: 'Price lists of your reseller and of those below it, newest first. Needs PRICE_READ.',
  })
  priceLists(
    @Context() ctx: Ctx,
    @Args(() => PriceListsArgs) args: PriceListsArgs,
  ): Promise<Page<PriceList>> {
    return listPriceLists(ctx, args)
  }

  @FieldResolver(() => Organization, { nullable: true, description: 'The reseller whose list it is.' })
  seller(@Context() ctx: Ctx, @Root() list: PriceList): Promise<Organization | null> {
    return load(ctx, Organization, list.sellerId)
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: 'The customer that it is for; null: not for one customer.',
  })
  organization(@Context() ctx: Ctx, @Root() list: PriceList): Promise<Organization | null> {
    return load(ctx, Organization, list.organizationId)
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: 'The reseller below that it is for; null: not for one reseller.',
  })
  reseller(@Context() ctx: Ctx, @Root() list: PriceList): Promise<Organization | null> {
    return load(ctx, Organization, list.resellerId)
  }

  @FieldResolver(() => Decimal, {
    nullable: true,
    description: 'Markup of COST_PLUS, discount of LIST_MINUS. Null without PRICE_COST_READ, and for FIXED.',
  })
  percent(@Context() ctx: Ctx, @Root() list: PriceList): string | null {
    return visiblePercent(ctx, list)
  }

  @FieldResolver(() => PriceConnection, {
    description: 'Its prices, the latest start first: scheduled ones, current ones, ended ones.',
  })
  prices(
    @Context() ctx: Ctx,
    @Root() list: PriceList,
    @Args(() => ListPricesArgs) args: ListPricesArgs,
  ): Promise<Page<Price>> {
    return pricesOfList(ctx, list, args)
  }

  @Mutation(() => PriceListCreatePayload, {
    description:
      'Makes a price list of your reseller, for everybody, one customer or one reseller directly below. Needs PRICE_WRITE.',
  })
  async priceListCreate(
    @Context() ctx: Ctx,
    @Arg('input', () => PriceListCreateInput) input: PriceListCreateInput,
  ): Promise<Partial<PriceListCreatePayload>> {
    return { priceList: await createPriceList(ctx, input) }
  }

  @Mutation(() => PriceListUpdatePayload, {
    description: 'Changes name, percent or end of a price list. Orders keep their prices. Needs PRICE_WRITE.',
  })
  async priceListUpdate(
    @Context() ctx: Ctx,
    @Arg('input', () => PriceListUpdateInput) input: PriceListUpdateInput,
  ): Promise<Partial<PriceListUpdatePayload>> {
    return { priceList: await updatePriceList(ctx, input) }
  }

  @Mutation(() => PriceSetPayload, {
    description:
      'Sets prices of a list, now or from a later instant on: old ones end, new ones begin, both stay to be seen. Needs PRICE_WRITE.',
  })
  async priceSet(
    @Context() ctx: Ctx,
    @Arg('input', () => PriceSetInput) input: PriceSetInput,
  ): Promise<Partial<PriceSetPayload>> {
    return { priceList: await setListPrices(ctx, input) }
  }
}

@Resolver(() => Price)
export class PriceResolver {
  @FieldResolver(() => Offer, { nullable: true, description: 'What it is the price of.' })
  offer(@Context() ctx: Ctx, @Root() price: Price): Promise<Offer | null> {
    return load(ctx, Offer, price.offerId)
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: 'One unit for one billing period; with tiers, in the first. Null where a percent counts.',
  })
  unitPrice(@Root() price: Price): Money | null {
    return price.unitPrice === null ? null : money(price.unitPrice, price.currency)
  }

  @FieldResolver(() => Money, { description: 'Charged once for the line.' })
  setupFee(@Root() price: Price): Money {
    return money(price.setupFee, price.currency)
  }

  @FieldResolver(() => Decimal, {
    nullable: true,
    description:
      'The percent of the list for this offer. Null without PRICE_COST_READ, and where a price counts.',
  })
  percent(@Context() ctx: Ctx, @Root() price: Price): string | null {
    return visiblePercent(ctx, price)
  }

  @FieldResolver(() => PriceComponent, {
    nullable: true,
    description: 'What is charged for measured usage on top; null: nothing.',
  })
  usage(@Root() price: Price): PriceComponent | null {
    return usageOfPrice(price)
  }
}
