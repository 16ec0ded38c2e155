import { Arg, Args, Ctx as Context, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { User } from '../identity/user.entity.ts'
import { connectionOf, type Page } from '../platform/page.ts'
import { ApprovalComment } from './approval-comment.entity.ts'
import { ApprovalDecision, ApprovalDecisionKind } from './approval-decision.entity.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import { ApprovalStep } from './approval-step.entity.ts'
import { ApprovalsArgs } from './approvals.inputs.ts'
import { commentsOf } from './comments-of.ts'
import { decisionsOf } from './decisions-of.ts'
import { findAllowedDecisions } from './find-allowed-decisions.ts'
import { findApproval } from './find-approval.ts'
import { findRequester } from './find-requester.ts'
import { listApprovals } from './list-approvals.ts'
import { stepsOf } from './steps-of.ts'

const ApprovalRequestConnection = connectionOf(() => ApprovalRequest, 'ApprovalRequest')

@Resolver(() => ApprovalRequest)
export class ApprovalRequestResolver {
  @Query(() => ApprovalRequest, {
    nullable: true,
    description: 'One approval request; null when you cannot see it.',
  })
  approval(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<ApprovalRequest | null> {
    return findApproval(ctx, id)
  }

  @Query(() => ApprovalRequestConnection, {
    description: 'Approval requests of your reseller and of those below it, newest first.',
  })
  approvals(
    @Context() ctx: Ctx,
    @Args(() => ApprovalsArgs) args: ApprovalsArgs,
  ): Promise<Page<ApprovalRequest>> {
    return listApprovals(ctx, args)
  }

  @FieldResolver(() => User, {
    nullable: true,
    description:
      'Who asked, and for an API key who made it; null when you cannot see that user, for example one of another reseller.',
  })
  requester(@Context() ctx: Ctx, @Root() request: ApprovalRequest): Promise<User | null> {
    return findRequester(ctx, request)
  }

  @FieldResolver(() => [ApprovalStep], { description: 'Its steps, in the order in which they are decided.' })
  steps(@Context() ctx: Ctx, @Root() request: ApprovalRequest): Promise<ApprovalStep[]> {
    return stepsOf(ctx, request.id)
  }

  @FieldResolver(() => [ApprovalComment], {
    description: 'What was said about it, oldest first. Customers see none.',
  })
  comments(@Context() ctx: Ctx, @Root() request: ApprovalRequest): Promise<ApprovalComment[]> {
    return commentsOf(ctx, request.id)
  }

  @FieldResolver(() => [ApprovalDecisionKind], {
    description: 'What you can decide now; empty when it is not your turn. Draw your buttons from it.',
  })
  allowedActions(@Context() ctx: Ctx, @Root() request: ApprovalRequest): Promise<ApprovalDecisionKind[]> {
    return findAllowedDecisions(ctx, request)
  }
}

@Resolver(() => ApprovalStep)
export class ApprovalStepResolver {
  @FieldResolver(() => [ApprovalDecision], { description: 'What approvers decided, oldest first.' })
  decisions(@Context() ctx: Ctx, @Root() step: ApprovalStep): Promise<ApprovalDecision[]> {
    return decisionsOf(ctx, step.id)
  }
}
