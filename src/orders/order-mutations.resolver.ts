import { Arg, Ctx as Context, Mutation, Resolver } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { cancelOrder } from './cancel-order.ts'
import { cloneOrder } from './clone-order.ts'
import { OrderCancelInput, OrderCloneInput, OrderWithdrawInput } from './order-commands.inputs.ts'
import {
  OrderSelectItemsInput,
  OrderSetContactsInput,
  OrderSetProvisioningInput,
  OrderStartInput,
  OrderSubmitForApprovalInput,
  OrderSubmitInput,
} from './order.inputs.ts'
import { OrderPlaceInput } from './order-place.inputs.ts'
import {
  OrderCancelPayload,
  OrderClonePayload,
  OrderPlacePayload,
  OrderSelectItemsPayload,
  OrderSetContactsPayload,
  OrderSetProvisioningPayload,
  OrderStartPayload,
  OrderSubmitForApprovalPayload,
  OrderSubmitPayload,
  OrderWithdrawPayload,
  type OrderAnswer,
} from './order-payloads.view.ts'
import { placeOrder } from './place-order.ts'
import { selectItems } from './select-items.ts'
import { setContacts } from './set-contacts.ts'
import { setProvisioning } from './set-provisioning.ts'
import { startOrder } from './start-order.ts'
import { submitForApproval } from './submit-for-approval.ts'
import { submitOrder } from './submit-order.ts'
import { withdrawOrder } from './withdraw-order.ts'

@Resolver()
export class OrderMutationsResolver {
  @Mutation(() => OrderStartPayload, {
    description: 'Starts a draft for a customer. Needs ORDER_CREATE. Tells order.draft_created.',
  })
  async orderStart(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderStartInput) input: OrderStartInput,
  ): Promise<OrderAnswer> {
    return { order: await startOrder(ctx, input) }
  }

  @Mutation(() => OrderSelectItemsPayload, {
    description: 'Stage 1: replaces the selection, at prices of today. Needs ORDER_CREATE.',
  })
  async orderSelectItems(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderSelectItemsInput) input: OrderSelectItemsInput,
  ): Promise<OrderAnswer> {
    return { order: await selectItems(ctx, input) }
  }

  @Mutation(() => OrderSetContactsPayload, {
    description: 'Stage 2: saves contacts, account and references. Needs ORDER_CREATE.',
  })
  async orderSetContacts(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderSetContactsInput) input: OrderSetContactsInput,
  ): Promise<OrderAnswer> {
    return { order: await setContacts(ctx, input) }
  }

  @Mutation(() => OrderSetProvisioningPayload, {
    description: 'Stage 3: saves provisioning information. Needs ORDER_CREATE.',
  })
  async orderSetProvisioning(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderSetProvisioningInput) input: OrderSetProvisioningInput,
  ): Promise<OrderAnswer> {
    return { order: await setProvisioning(ctx, input) }
  }

  @Mutation(() => OrderSubmitPayload, {
    description:
      'Submits a draft with its terms agreed to, and answers with the order number. When that takes longer than two seconds, `orderNumber` is null and follows as order.placed. Repeats answer alike. Needs ORDER_CREATE. Tells order.submitted.',
  })
  async orderSubmit(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderSubmitInput) input: OrderSubmitInput,
  ): Promise<OrderAnswer> {
    return { order: await submitOrder(ctx, input) }
  }

  @Mutation(() => OrderSubmitForApprovalPayload, {
    description:
      'Sends a resting order to its approvers, or resubmits a returned one: same number, next revision. Needs ORDER_CREATE. Tells order.submitted_for_approval or order.resubmitted.',
  })
  async orderSubmitForApproval(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderSubmitForApprovalInput) input: OrderSubmitForApprovalInput,
  ): Promise<OrderAnswer> {
    return { order: await submitForApproval(ctx, input) }
  }

  @Mutation(() => OrderWithdrawPayload, {
    description: 'Recalls an order from approval, to edit it. Needs ORDER_CREATE. Tells order.withdrawn.',
  })
  async orderWithdraw(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderWithdrawInput) input: OrderWithdrawInput,
  ): Promise<OrderAnswer> {
    return { order: await withdrawOrder(ctx, input) }
  }

  @Mutation(() => OrderCancelPayload, {
    description: 'Cancels an order before anything is delivered, or discards a draft. Tells order.cancelled.',
  })
  async orderCancel(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderCancelInput) input: OrderCancelInput,
  ): Promise<OrderAnswer> {
    return { order: await cancelOrder(ctx, input) }
  }

  @Mutation(() => OrderClonePayload, {
    description: 'Copies an order of any status into a new draft, at prices of today. Needs ORDER_CREATE.',
  })
  async orderClone(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderCloneInput) input: OrderCloneInput,
  ): Promise<OrderAnswer> {
    return { order: await cloneOrder(ctx, input) }
  }

  @Mutation(() => OrderPlacePayload, {
    description:
      'Starts, fills and submits an order in one call; all problems come back at once, and then nothing is left of it. Needs ORDER_CREATE.',
  })
  async orderPlace(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderPlaceInput) input: OrderPlaceInput,
  ): Promise<OrderAnswer> {
    return { order: await placeOrder(ctx, input) }
  }
}
