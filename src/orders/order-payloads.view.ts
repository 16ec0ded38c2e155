import { GraphQLJSON } from 'graphql-scalars'
import { Field, ID, ObjectType } from 'type-graphql'
import { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import type { ParameterValue } from '../catalog/parameters.rules.ts'
import { connectionOf } from '../platform/page.ts'
import { Payload } from '../platform/user-error.view.ts'
import { Order } from './order.entity.ts'

export const OrderConnection = connectionOf(() => Order, 'Order')

/** What every mutation of orders answers with. */
export interface OrderAnswer {
  order?: Order | null
}

/** The payload type of one mutation of orders, named after it. */
function orderPayload(mutation: string) {
  const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Payload`
  @ObjectType(name, { description: `Answer of ${mutation}.` })
  class OrderPayload extends Payload implements OrderAnswer {
    @Field(() => Order, { nullable: true, description: 'The order; null when refused.' })
    order?: Order | null
  }
  return OrderPayload
}

export const OrderStartPayload = orderPayload('orderStart')
export const OrderSelectItemsPayload = orderPayload('orderSelectItems')
export const OrderSetContactsPayload = orderPayload('orderSetContacts')
export const OrderSetProvisioningPayload = orderPayload('orderSetProvisioning')
export const OrderSubmitPayload = orderPayload('orderSubmit')
export const OrderSubmitForApprovalPayload = orderPayload('orderSubmitForApproval')
export const OrderWithdrawPayload = orderPayload('orderWithdraw')
export const OrderCancelPayload = orderPayload('orderCancel')
export const OrderClonePayload = orderPayload('orderClone')
export const OrderPlacePayload = orderPayload('orderPlace')
export const OrderLineFailPayload = orderPayload('orderLineFail')
export const OrderLineRequestInformationPayload = orderPayload('orderLineRequestInformation')
export const OrderProvideInformationPayload = orderPayload('orderProvideInformation')
export const OrderCancelRemainingLinesPayload = orderPayload('orderCancelRemainingLines')
export const OrderRetryPayload = orderPayload('orderRetry')

@ObjectType({ description: 'Answer of orderProvisioningReveal.' })
export class OrderProvisioningRevealPayload extends Payload {
  @Field(() => Order, { nullable: true, description: 'The order; null when refused.' })
  order?: Order | null

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'The answer in the clear: keep it no longer than its use takes. Null when refused.',
  })
  value?: ParameterValue
}

/** What every decision answers with. */
export interface DecisionAnswer extends OrderAnswer {
  approval?: ApprovalRequest | null
}

/** The payload type of one decision, named after it. */
function decisionPayload(mutation: string) {
  const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Payload`
  @ObjectType(name, { description: `Answer of ${mutation}.` })
  class DecisionPayload extends Payload implements DecisionAnswer {
    @Field(() => ApprovalRequest, { nullable: true, description: 'The request; null when refused.' })
    approval?: ApprovalRequest | null

    @Field(() => Order, { nullable: true, description: 'Its order, which moved with it; null when refused.' })
    order?: Order | null
  }
  return DecisionPayload
}

export const ApprovalApprovePayload = decisionPayload('approvalApprove')
export const ApprovalRejectPayload = decisionPayload('approvalReject')
export const ApprovalRequestChangesPayload = decisionPayload('approvalRequestChanges')
export const ApprovalOverridePayload = decisionPayload('approvalOverride')

@ObjectType({ description: 'What became of one of several requests.' })
export class ApprovalsDecideResult extends Payload implements DecisionAnswer {
  @Field(() => ID, { description: 'The request, as it was named.' })
  approvalId!: string

  @Field(() => ApprovalRequest, { nullable: true, description: 'The request; null when refused.' })
  approval?: ApprovalRequest | null

  @Field(() => Order, { nullable: true, description: 'Its order, which moved with it; null when refused.' })
  order?: Order | null
}

@ObjectType({ description: 'Answer of approvalsDecide.' })
export class ApprovalsDecidePayload extends Payload {
  @Field(() => [ApprovalsDecideResult], {
    nullable: true,
    description: 'Of each request, in the order of the input; null when the whole was refused.',
  })
  results?: ApprovalsDecideResult[] | null
}
