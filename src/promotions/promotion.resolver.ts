import { Arg, Args, Ctx as Context, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { load } from '../platform/load.ts'
import type { Page } from '../platform/page.ts'
import { archivePromotion } from './archive-promotion.ts'
import { createPromotion } from './create-promotion.ts'
import { findPromotion } from './find-promotion.ts'
import { listPromotions } from './list-promotions.ts'
import { Promotion } from './promotion.entity.ts'
import {
  PromotionArchiveInput,
  PromotionCreateInput,
  PromotionsArgs,
  PromotionUpdateInput,
} from './promotion.inputs.ts'
import {
  PromotionArchivePayload,
  PromotionConnection,
  PromotionCreatePayload,
  PromotionUpdatePayload,
} from './promotion.view.ts'
import { updatePromotion } from './update-promotion.ts'

@Resolver(() => Promotion)
export class PromotionResolver {
  @Query(() => Promotion, {
    nullable: true,
    description: 'One promotion; null when you cannot see it. Needs PRICE_READ.',
  })
  promotion(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Promotion | null> {
    return findPromotion(ctx, id)
  }

  @Query(() => PromotionConnection, {
    description: 'Promotions of your reseller and of those below it, newest first. Needs PRICE_READ.',
  })
  promotions(
    @Context() ctx: Ctx,
    @Args(() => PromotionsArgs) args: PromotionsArgs,
  ): Promise<Page<Promotion>> {
    return listPromotions(ctx, args)
  }

  @FieldResolver(() => Organization, { nullable: true, description: 'The reseller whose promotion it is.' })
  seller(@Context() ctx: Ctx, @Root() promotion: Promotion): Promise<Organization | null> {
    return load(ctx, Organization, promotion.sellerId)
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: 'The one customer that may use it; null: all of the reseller.',
  })
  organization(@Context() ctx: Ctx, @Root() promotion: Promotion): Promise<Organization | null> {
    return load(ctx, Organization, promotion.organizationId)
  }

  @Mutation(() => PromotionCreatePayload, {
    description:
      'Makes a promotion of your reseller: its code takes a percentage off what your own customers order. Needs PRICE_WRITE.',
  })
  async promotionCreate(
    @Context() ctx: Ctx,
    @Arg('input', () => PromotionCreateInput) input: PromotionCreateInput,
  ): Promise<Partial<PromotionCreatePayload>> {
    return { promotion: await createPromotion(ctx, input) }
  }

  @Mutation(() => PromotionUpdatePayload, {
    description: 'Changes name, end or limits of a promotion. Submitted orders stay. Needs PRICE_WRITE.',
  })
  async promotionUpdate(
    @Context() ctx: Ctx,
    @Arg('input', () => PromotionUpdateInput) input: PromotionUpdateInput,
  ): Promise<Partial<PromotionUpdatePayload>> {
    return { promotion: await updatePromotion(ctx, input) }
  }

  @Mutation(() => PromotionArchivePayload, {
    description: 'Ends a promotion for good. Submitted orders stay. Needs PRICE_WRITE.',
  })
  async promotionArchive(
    @Context() ctx: Ctx,
    @Arg('input', () => PromotionArchiveInput) input: PromotionArchiveInput,
  ): Promise<Partial<PromotionArchivePayload>> {
    return { promotion: await archivePromotion(ctx, input) }
  }
}
