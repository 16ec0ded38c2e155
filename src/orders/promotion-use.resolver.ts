import { Ctx as Context, FieldResolver, Int, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { Promotion } from '../promotions/promotion.entity.ts'
import { redemptionsOf } from './redemptions-of.ts'

@Resolver(() => Promotion)
export class PromotionUseResolver {
  @FieldResolver(() => Int, {
    description:
      'How many orders use it: those that are submitted, and not cancelled, rejected, expired or returned to be edited.',
  })
  redemptions(@Context() ctx: Ctx, @Root() promotion: Promotion): Promise<number> {
    return redemptionsOf(ctx, promotion)
  }
}
