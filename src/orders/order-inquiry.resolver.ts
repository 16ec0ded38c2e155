import { Arg, Ctx as Context, Mutation, Query, Resolver } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { answerInquiry } from './answer-inquiry.ts'
import { createInformationLink } from './create-information-link.ts'
import { OrderInformationLinkCreateInput, OrderInquiryAnswerInput } from './order-commands.inputs.ts'
import {
  OrderInformationLinkCreatePayload,
  OrderInquiry,
  OrderInquiryAnswerPayload,
} from './order-inquiry.view.ts'
import { readInquiry } from './read-inquiry.ts'

@Resolver()
export class OrderInquiryResolver {
  @Query(() => OrderInquiry, {
    nullable: true,
    description: 'What a link asks; null when it does not hold (any more). Needs no sign-in.',
  })
  orderInquiry(
    @Context() ctx: Ctx,
    @Arg('token', () => String, { description: 'The token of the link.' }) token: string,
  ): Promise<OrderInquiry | null> {
    return readInquiry(ctx, token)
  }

  @Mutation(() => OrderInformationLinkCreatePayload, {
    description:
      'Makes a link by which a customer answers what lines wait for, without signing in. For the requester, administrators and the order desk.',
  })
  orderInformationLinkCreate(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderInformationLinkCreateInput) input: OrderInformationLinkCreateInput,
  ): Promise<Partial<OrderInformationLinkCreatePayload>> {
    return createInformationLink(ctx, input)
  }

  @Mutation(() => OrderInquiryAnswerPayload, {
    description:
      'Answers what a link asks; the lines go on. Needs no sign-in. Tells order.information_provided.',
  })
  async orderInquiryAnswer(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderInquiryAnswerInput) input: OrderInquiryAnswerInput,
  ): Promise<Partial<OrderInquiryAnswerPayload>> {
    return { accepted: await answerInquiry(ctx, input) }
  }
}
