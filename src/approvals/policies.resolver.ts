import { Arg, Args, Ctx as Context, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import type { Page } from '../platform/page.ts'
import { ApprovalPolicyVersion } from './approval-policy-version.entity.ts'
import { ApprovalPolicy } from './approval-policy.entity.ts'
import { ApproverGroup } from './approver-group.entity.ts'
import {
  ApproverGroupCreateInput,
  ApproverGroupUpdateInput,
  ExchangeRateSetInput,
  ResponsiblePersonSetInput,
} from './approver-groups.inputs.ts'
import { archivePolicy } from './archive-policy.ts'
import { createApproverGroup } from './create-approver-group.ts'
import { createPolicy } from './create-policy.ts'
import { ExchangeRate } from './exchange-rate.entity.ts'
import { findPolicy } from './find-policy.ts'
import { listApproverGroups } from './list-approver-groups.ts'
import { listExchangeRates } from './list-exchange-rates.ts'
import { listFacts } from './list-facts.ts'
import { listPolicies } from './list-policies.ts'
import { listResponsiblePeople } from './list-responsible-people.ts'
import {
  ApprovalPoliciesArgs,
  ApprovalPolicyArchiveInput,
  ApprovalPolicyCreateInput,
  ApprovalPolicySimulateInput,
  ApprovalPolicyUpdateInput,
} from './policies.inputs.ts'
import {
  ApprovalFact,
  ApprovalPolicyArchivePayload,
  ApprovalPolicyConnection,
  ApprovalPolicyCreatePayload,
  ApprovalPolicySimulation,
  ApprovalPolicyUpdatePayload,
  ApprovalPolicyWarning,
  ApproverGroupCreatePayload,
  ApproverGroupUpdatePayload,
  ExchangeRateSetPayload,
  ResponsiblePersonSetPayload,
  type GroupAnswer,
  type PolicyAnswer,
  type RateAnswer,
  type ResponsibleAnswer,
} from './policy.view.ts'
import { ResponsiblePerson } from './responsible-person.entity.ts'
import { setExchangeRate } from './set-exchange-rate.ts'
import { setResponsiblePerson } from './set-responsible-person.ts'
import { simulatePolicy } from './simulate-policy.ts'
import { updateApproverGroup } from './update-approver-group.ts'
import { updatePolicy } from './update-policy.ts'
import { currentPolicyVersion, versionsOfPolicy } from './versions-of-policy.ts'
import { warnOfPolicies } from './warn-of-policies.ts'

@Resolver(() => ApprovalPolicy)
export class ApprovalPolicyResolver {
  @Query(() => ApprovalPolicy, {
    nullable: true,
    description: 'One policy; null when you cannot see it. Needs APPROVAL_POLICY_READ.',
  })
  approvalPolicy(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<ApprovalPolicy | null> {
    return findPolicy(ctx, id)
  }

  @Query(() => ApprovalPolicyConnection, {
    description: 'Policies of your reseller and of those below it, by name. Needs APPROVAL_POLICY_READ.',
  })
  approvalPolicies(
    @Context() ctx: Ctx,
    @Args(() => ApprovalPoliciesArgs) args: ApprovalPoliciesArgs,
  ): Promise<Page<ApprovalPolicy>> {
    return listPolicies(ctx, args)
  }

  @Query(() => [ApprovalFact], {
    description: 'All that conditions of policies may look at. Needs APPROVAL_POLICY_READ.',
  })
  approvalFacts(@Context() ctx: Ctx): ApprovalFact[] {
    return listFacts(ctx)
  }

  @Query(() => [ApprovalPolicyWarning], {
    description: 'What is odd about your active policies. Needs APPROVAL_POLICY_READ.',
  })
  approvalPolicyWarnings(@Context() ctx: Ctx): Promise<ApprovalPolicyWarning[]> {
    return warnOfPolicies(ctx)
  }

  @Query(() => [ApproverGroup], {
    description: 'Your groups of approvers, by name. Needs APPROVAL_POLICY_READ.',
  })
  approverGroups(@Context() ctx: Ctx): Promise<ApproverGroup[]> {
    return listApproverGroups(ctx)
  }

  @Query(() => [ExchangeRate], {
    description: 'Your exchange rates, by currency. Needs APPROVAL_POLICY_READ.',
  })
  exchangeRates(@Context() ctx: Ctx): Promise<ExchangeRate[]> {
    return listExchangeRates(ctx)
  }

  @Query(() => [ResponsiblePerson], {
    description: 'Who answers for which users, accounts and cost centers. Needs APPROVAL_POLICY_READ.',
  })
  responsiblePeople(@Context() ctx: Ctx): Promise<ResponsiblePerson[]> {
    return listResponsiblePeople(ctx)
  }

  @FieldResolver(() => ApprovalPolicyVersion, { description: 'What it says now.' })
  current(@Context() ctx: Ctx, @Root() policy: ApprovalPolicy): Promise<ApprovalPolicyVersion> {
    return currentPolicyVersion(ctx, policy)
  }

  @FieldResolver(() => [ApprovalPolicyVersion], {
    description: 'All that it says and said, the present first.',
  })
  versions(@Context() ctx: Ctx, @Root() policy: ApprovalPolicy): Promise<ApprovalPolicyVersion[]> {
    return versionsOfPolicy(ctx, policy)
  }

  @Mutation(() => ApprovalPolicyCreatePayload, {
    description: 'Makes a policy for orders that are routed from now on. Needs APPROVAL_POLICY_WRITE.',
  })
  async approvalPolicyCreate(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalPolicyCreateInput, { description: 'What it says.' })
    input: ApprovalPolicyCreateInput,
  ): Promise<PolicyAnswer> {
    return { policy: await createPolicy(ctx, input) }
  }

  @Mutation(() => ApprovalPolicyUpdatePayload, {
    description:
      'Changes a policy, as a new version; open requests stay as they are. Needs APPROVAL_POLICY_WRITE.',
  })
  async approvalPolicyUpdate(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalPolicyUpdateInput, { description: 'What changes.' })
    input: ApprovalPolicyUpdateInput,
  ): Promise<PolicyAnswer> {
    return { policy: await updatePolicy(ctx, input) }
  }

  @Mutation(() => ApprovalPolicyArchivePayload, {
    description: 'Puts a policy away for good. Needs APPROVAL_POLICY_WRITE.',
  })
  async approvalPolicyArchive(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalPolicyArchiveInput, { description: 'Which one.' })
    input: ApprovalPolicyArchiveInput,
  ): Promise<PolicyAnswer> {
    return { policy: await archivePolicy(ctx, input) }
  }

  @Query(() => ApprovalPolicySimulation, {
    description:
      'Tries a draft of a policy on your latest orders: which would have gone another way? Stores nothing. Needs APPROVAL_POLICY_WRITE.',
  })
  approvalPolicySimulate(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalPolicySimulateInput, { description: 'The draft.' })
    input: ApprovalPolicySimulateInput,
  ): Promise<ApprovalPolicySimulation> {
    return simulatePolicy(ctx, input)
  }

  @Mutation(() => ApproverGroupCreatePayload, {
    description: 'Makes a group of approvers. Needs APPROVAL_POLICY_WRITE.',
  })
  async approverGroupCreate(
    @Context() ctx: Ctx,
    @Arg('input', () => ApproverGroupCreateInput, { description: 'Its name and members.' })
    input: ApproverGroupCreateInput,
  ): Promise<GroupAnswer> {
    return { approverGroup: await createApproverGroup(ctx, input) }
  }

  @Mutation(() => ApproverGroupUpdatePayload, {
    description: 'Changes a group of approvers; open requests stay as they are. Needs APPROVAL_POLICY_WRITE.',
  })
  async approverGroupUpdate(
    @Context() ctx: Ctx,
    @Arg('input', () => ApproverGroupUpdateInput, { description: 'What changes.' })
    input: ApproverGroupUpdateInput,
  ): Promise<GroupAnswer> {
    return { approverGroup: await updateApproverGroup(ctx, input) }
  }

  @Mutation(() => ResponsiblePersonSetPayload, {
    description:
      'Says who answers for a user, an account or a cost center; policies may ask that person. Needs APPROVAL_POLICY_WRITE.',
  })
  async responsiblePersonSet(
    @Context() ctx: Ctx,
    @Arg('input', () => ResponsiblePersonSetInput, { description: 'Who, for what.' })
    input: ResponsiblePersonSetInput,
  ): Promise<ResponsibleAnswer> {
    return { responsiblePerson: await setResponsiblePerson(ctx, input) }
  }

  @Mutation(() => ExchangeRateSetPayload, {
    description:
      'Sets what a currency is worth, where policies compare amounts. Needs APPROVAL_POLICY_WRITE.',
  })
  async exchangeRateSet(
    @Context() ctx: Ctx,
    @Arg('input', () => ExchangeRateSetInput, { description: 'The rate.' })
    input: ExchangeRateSetInput,
  ): Promise<RateAnswer> {
    return { exchangeRate: await setExchangeRate(ctx, input) }
  }
}
