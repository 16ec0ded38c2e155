import { Arg, Ctx as Context, Extensions, Mutation, Resolver } from 'type-graphql'
import { ApprovalsDecideInput } from '../orders/order-commands.inputs.ts'
import { ApprovalsDecidePayload } from '../orders/order-payloads.view.ts'
import type { ApiCtx } from './api-ctx.ts'
import { decideEach } from './decide-each.ts'

@Resolver()
export class DecideEachResolver {
  @Extensions({ ownTransactions: true })
  @Mutation(() => ApprovalsDecidePayload, {
    description:
      'Decides up to 100 requests alike, each by itself: what is refused leaves the others. Needs APPROVAL_DECIDE.',
  })
  async approvalsDecide(
    @Context() ctx: ApiCtx,
    @Arg('input', () => ApprovalsDecideInput) input: ApprovalsDecideInput,
  ): Promise<Partial<ApprovalsDecidePayload>> {
    return { results: await decideEach(ctx, input) }
  }
}
