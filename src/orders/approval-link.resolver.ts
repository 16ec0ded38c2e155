import { Arg, Ctx as Context, Mutation, Query, Resolver } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { ApprovalLinkDecideInput } from './approval-link.inputs.ts'
import { ApprovalLink, ApprovalLinkDecidePayload } from './approval-link.view.ts'
import { decideByLink } from './decide-by-link.ts'
import { readDecision } from './read-decision.ts'

@Resolver()
export class ApprovalLinkResolver {
  @Query(() => ApprovalLink, {
    description:
      'What the link of a mail lets its holder decide, or why it does not. Reading uses nothing up. Needs no sign-in.',
  })
  approvalLink(
    @Context() ctx: Ctx,
    @Arg('token', () => String, { description: 'The token of the link.' }) token: string,
  ): Promise<ApprovalLink> {
    return readDecision(ctx, token)
  }

  @Mutation(() => ApprovalLinkDecidePayload, {
    description:
      'Decides as the approver whom a link was sent to, once. Needs no sign-in. Tells as approvalApprove, approvalReject and approvalRequestChanges do.',
  })
  approvalLinkDecide(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalLinkDecideInput) input: ApprovalLinkDecideInput,
  ): Promise<Partial<ApprovalLinkDecidePayload>> {
    return decideByLink(ctx, input)
  }
}
