import { GraphQLJSONObject } from 'graphql-scalars'
import { Ctx as Context, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import type { OrderSnapshot } from './order-snapshot.schema.ts'
import { submittedContent } from './submitted-content.ts'

@Resolver(() => ApprovalRequest)
export class ApprovalContentResolver {
  @FieldResolver(() => GraphQLJSONObject, {
    nullable: true,
    description:
      'What is decided on: the order as it was submitted at this revision, as `order` of order.submitted in schema/events. Compare it with that of the revision before. Null without ORDER_READ.',
  })
  content(@Context() ctx: Ctx, @Root() request: ApprovalRequest): Promise<OrderSnapshot | null> {
    return submittedContent(ctx, request)
  }
}
