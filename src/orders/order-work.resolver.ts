import { Arg, Ctx as Context, Mutation, Resolver } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { askForInformation } from './ask-for-information.ts'
import { cancelRemainingLines } from './cancel-remaining-lines.ts'
import { decideOrder } from './decide-order.ts'
import {
  ApprovalApproveInput,
  ApprovalOverrideInput,
  ApprovalRejectInput,
  ApprovalRequestChangesInput,
  OrderCancelRemainingLinesInput,
  OrderLineFailInput,
  OrderLineRequestInformationInput,
  OrderProvideInformationInput,
  OrderProvisioningRevealInput,
  OrderRetryInput,
} from './order-commands.inputs.ts'
import {
  ApprovalApprovePayload,
  ApprovalOverridePayload,
  ApprovalRejectPayload,
  ApprovalRequestChangesPayload,
  OrderCancelRemainingLinesPayload,
  OrderLineFailPayload,
  OrderLineRequestInformationPayload,
  OrderProvideInformationPayload,
  OrderProvisioningRevealPayload,
  OrderRetryPayload,
  type DecisionAnswer,
  type OrderAnswer,
} from './order-payloads.view.ts'
import { overrideApproval } from './override-approval.ts'
import { provideInformation } from './provide-information.ts'
import { reportLineFailure } from './report-line-failure.ts'
import { revealProvisioning, type RevealedAnswer } from './reveal-provisioning.ts'
import { retryOrder } from './retry-order.ts'

@Resolver()
export class OrderWorkResolver {
  @Mutation(() => ApprovalApprovePayload, {
    description: 'Approves the open step of a request. Needs APPROVAL_DECIDE; never your own order.',
  })
  approvalApprove(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalApproveInput) input: ApprovalApproveInput,
  ): Promise<DecisionAnswer> {
    return decideOrder(ctx, 'APPROVE', input)
  }

  @Mutation(() => ApprovalRejectPayload, {
    description: 'Rejects the order for good; say why. Needs APPROVAL_DECIDE.',
  })
  approvalReject(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalRejectInput) input: ApprovalRejectInput,
  ): Promise<DecisionAnswer> {
    return decideOrder(ctx, 'REJECT', input)
  }

  @Mutation(() => ApprovalRequestChangesPayload, {
    description: 'Returns the order to its requester to be corrected; say what. Needs APPROVAL_DECIDE.',
  })
  approvalRequestChanges(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalRequestChangesInput) input: ApprovalRequestChangesInput,
  ): Promise<DecisionAnswer> {
    return decideOrder(ctx, 'REQUEST_CHANGES', input)
  }

  @Mutation(() => ApprovalOverridePayload, {
    description:
      'Decides a request in place of its approvers; say why. Needs APPROVAL_MANAGE; never your own order.',
  })
  approvalOverride(
    @Context() ctx: Ctx,
    @Arg('input', () => ApprovalOverrideInput) input: ApprovalOverrideInput,
  ): Promise<DecisionAnswer> {
    return overrideApproval(ctx, input)
  }

  @Mutation(() => OrderLineFailPayload, {
    description: 'Reports that a line could not be delivered. Needs ORDER_FULFIL. Tells order.line_failed.',
  })
  async orderLineFail(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderLineFailInput) input: OrderLineFailInput,
  ): Promise<OrderAnswer> {
    return { order: await reportLineFailure(ctx, input) }
  }

  @Mutation(() => OrderLineRequestInformationPayload, {
    description:
      'Asks the requester for data that a line needs. Needs ORDER_FULFIL. Tells order.information_requested.',
  })
  async orderLineRequestInformation(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderLineRequestInformationInput) input: OrderLineRequestInformationInput,
  ): Promise<OrderAnswer> {
    return { order: await askForInformation(ctx, input) }
  }

  @Mutation(() => OrderProvideInformationPayload, {
    description:
      'Gives the data that lines wait for; they go on. For the requester or the customer. Tells order.information_provided.',
  })
  async orderProvideInformation(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderProvideInformationInput) input: OrderProvideInformationInput,
  ): Promise<OrderAnswer> {
    return { order: await provideInformation(ctx, input) }
  }

  @Mutation(() => OrderRetryPayload, {
    description: 'Tries failed lines again. Needs ORDER_FULFIL. Tells order.fulfillment_retried.',
  })
  async orderRetry(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderRetryInput) input: OrderRetryInput,
  ): Promise<OrderAnswer> {
    return { order: await retryOrder(ctx, input) }
  }

  @Mutation(() => OrderProvisioningRevealPayload, {
    description:
      'Reads one sensitive answer in the clear while its line is delivered. Needs PROVISIONING_REVEAL. Tells order.provisioning_revealed, with who and why.',
  })
  orderProvisioningReveal(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderProvisioningRevealInput) input: OrderProvisioningRevealInput,
  ): Promise<RevealedAnswer> {
    return revealProvisioning(ctx, input)
  }

  @Mutation(() => OrderCancelRemainingLinesPayload, {
    description:
      'Gives up the lines that failed: the order ends FULFILLED with outcome PARTIAL, or CANCELLED when nothing was delivered. Needs ORDER_FULFIL. Tells order.line_cancelled and the end.',
  })
  async orderCancelRemainingLines(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderCancelRemainingLinesInput) input: OrderCancelRemainingLinesInput,
  ): Promise<OrderAnswer> {
    return { order: await cancelRemainingLines(ctx, input) }
  }
}
