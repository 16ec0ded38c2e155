import { Arg, Ctx as Context, Mutation, Query, Resolver } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { addApprover } from './add-approver.ts'
import { addComment } from './add-comment.ts'
import { ApprovalDelegation } from './approval-delegation.entity.ts'
import {
  ApprovalApproverAddInput,
  ApprovalCommentAddInput,
  ApprovalDelegationCreateInput,
  ApprovalDelegationEndInput,
  ApprovalReassignInput,
  ApprovalWatcherAddInput,
  ApprovalWatcherRemoveInput,
} from './approval-commands.inputs.ts'
import {
  ApprovalApproverAddPayload,
  ApprovalCommentAddPayload,
  ApprovalDelegationCreatePayload,
  ApprovalDelegationEndPayload,
  ApprovalReassignPayload,
  ApprovalWatcherAddPayload,
  ApprovalWatcherRemovePayload,
  type ApprovalAnswer,
  type DelegationAnswer,
} from './approval-commands.view.ts'
import { changeWatchers } from './change-watchers.ts'
import { createDelegation } from './create-delegation.ts'
import { endDelegation } from './end-delegation.ts'
import { listDelegations } from './list-delegations.ts'
import { reassignApproval } from './reassign-approval.ts'

@Resolver()
export class ApprovalMutationsResolver {
  @Query(() => [ApprovalDelegation], {
    description:
      'Delegations that count now or later: from you and to you; all of your reseller with APPROVAL_MANAGE. Needs APPROVAL_DECIDE.',
  })
  approvalDelegations(@Context() ctx: Ctx): Promise<ApprovalDelegation[]> {
    return listDelegations(ctx)
  }

  @Mutation(() => ApprovalReassignPayload, {
    description:
      'Hands a place in the open step over: your own, or anybody’s with APPROVAL_MANAGE. Needs APPROVAL_DECIDE. Tells approval.approvers_changed.',
  })
  async approvalReassign(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalReassignInput) input: ApprovalReassignInput,
  ): Promise<ApprovalAnswer> {
    return { approval: await reassignApproval(ctx, input) }
  }

  @Mutation(() => ApprovalApproverAddPayload, {
    description:
      'Asks one more person, who must agree as well. For the requester and the approvers. Tells approval.approvers_changed.',
  })
  async approvalApproverAdd(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalApproverAddInput) input: ApprovalApproverAddInput,
  ): Promise<ApprovalAnswer> {
    return { approval: await addApprover(ctx, input) }
  }

  @Mutation(() => ApprovalDelegationCreatePayload, {
    description:
      'Lets a colleague decide in your place for a while. Needs APPROVAL_DECIDE. Tells approval_delegation.created.',
  })
  async approvalDelegationCreate(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalDelegationCreateInput) input: ApprovalDelegationCreateInput,
  ): Promise<DelegationAnswer> {
    return { delegation: await createDelegation(ctx, input) }
  }

  @Mutation(() => ApprovalDelegationEndPayload, {
    description: 'Ends a delegation at once. Needs APPROVAL_DECIDE. Tells approval_delegation.ended.',
  })
  async approvalDelegationEnd(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalDelegationEndInput) input: ApprovalDelegationEndInput,
  ): Promise<DelegationAnswer> {
    return { delegation: await endDelegation(ctx, input) }
  }

  @Mutation(() => ApprovalWatcherAddPayload, {
    description: 'Lets you, or somebody else, be told of a request. Tells approval.watchers_changed.',
  })
  async approvalWatcherAdd(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalWatcherAddInput) input: ApprovalWatcherAddInput,
  ): Promise<ApprovalAnswer> {
    return { approval: await changeWatchers(ctx, input, true) }
  }

  @Mutation(() => ApprovalWatcherRemovePayload, {
    description:
      'Lets you, or somebody else, be told of a request no longer. Tells approval.watchers_changed.',
  })
  async approvalWatcherRemove(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalWatcherRemoveInput) input: ApprovalWatcherRemoveInput,
  ): Promise<ApprovalAnswer> {
    return { approval: await changeWatchers(ctx, input, false) }
  }

  @Mutation(() => ApprovalCommentAddPayload, {
    description:
      'Says something about a request; it decides nothing. For the requester, the approvers and the watchers. Tells approval.comment_added.',
  })
  async approvalCommentAdd(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalCommentAddInput) input: ApprovalCommentAddInput,
  ): Promise<Partial<ApprovalCommentAddPayload>> {
    return { comment: await addComment(ctx, input) }
  }
}
