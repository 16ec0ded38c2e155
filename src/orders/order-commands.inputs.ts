import { GraphQLJSON } from 'graphql-scalars'
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql'
import { ApproverDecision } from '../approvals/approval-decision.entity.ts'
import { InformationRequestItemInput } from './information-request.inputs.ts'
import { OrderLineProvisioningInput, ProvisioningValueInput } from './order.inputs.ts'
import { LineFailureCategory } from './order-parts.view.ts'
import { OrderStage } from './order-status.ts'

/** What an administrator can decide in place of the approvers. Keys equal values. */
export const ApprovalOverrideKind = { APPROVE: 'APPROVE', REJECT: 'REJECT' } as const
export type ApprovalOverrideKind = (typeof ApprovalOverrideKind)[keyof typeof ApprovalOverrideKind]

registerEnumType(ApprovalOverrideKind, {
  name: 'ApprovalOverrideKind',
  description: 'What an administrator can decide in place of the approvers.',
})

const expected = 'The version that you saw; VERSION_CONFLICT when it has changed since.'
const key = 'Any text of at most 255 characters, new for each intent. A repeat with it changes nothing.'

@InputType({ description: 'Recalls an order from approval, to edit it.' })
export class OrderWithdrawInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => Int, { nullable: true, description: expected })
  expectedVersion?: number | null

  @Field(() => String, { nullable: true, description: 'Why; shown with the order.' })
  reason?: string | null
}

@InputType({ description: 'Cancels an order, or discards a draft.' })
export class OrderCancelInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => Int, { nullable: true, description: expected })
  expectedVersion?: number | null

  @Field(() => String, { nullable: true, description: 'Why; required for all but drafts.' })
  reason?: string | null
}

@InputType({ description: 'Gives up the lines that failed, and the add-ons that wait for them.' })
export class OrderCancelRemainingLinesInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => Int, { nullable: true, description: expected })
  expectedVersion?: number | null

  @Field(() => String, { description: 'Why; kept with the order.' })
  reason!: string

  @Field(() => String, { description: key })
  idempotencyKey!: string
}

@InputType({ description: 'Makes a link by which a customer answers without signing in.' })
export class OrderInformationLinkCreateInput {
  @Field(() => ID, { description: 'An order with lines that wait for information.' })
  orderId!: string

  @Field(() => Int, {
    nullable: true,
    defaultValue: 72,
    description: 'For how many hours it holds, 1 to 336.',
  })
  expiresInHours?: number | null
}

@InputType({ description: 'One answer, by the person who has the link.' })
export class OrderInquiryAnswerValueInput {
  @Field(() => Int, { nullable: true, description: 'The line; absent for questions of the whole order.' })
  lineNumber?: number | null

  @Field(() => String, { description: 'Key of the question.' })
  key!: string

  @Field(() => GraphQLJSON, { nullable: true, description: 'The answer.' })
  value?: unknown
}

@InputType({ description: 'Answers what a link asks for.' })
export class OrderInquiryAnswerInput {
  @Field(() => String, { description: 'The token of the link.' })
  token!: string

  @Field(() => [OrderInquiryAnswerValueInput], { description: 'An answer to each question that is asked.' })
  values!: OrderInquiryAnswerValueInput[]
}

@InputType({ description: 'Copies an order into a new draft, at prices of today.' })
export class OrderCloneInput {
  @Field(() => ID, { description: 'The order to copy; in any status.' })
  orderId!: string

  @Field(() => String, { description: key })
  idempotencyKey!: string
}

@InputType({ description: 'Approves a request.' })
export class ApprovalApproveInput {
  @Field(() => ID, { description: 'The approval request.' })
  approvalId!: string

  @Field(() => Int, { description: 'The version of the request that you saw.' })
  expectedVersion!: number

  @Field(() => String, { description: key })
  idempotencyKey!: string

  @Field(() => String, { nullable: true, description: 'Why; required to reject and to request changes.' })
  comment?: string | null
}

@InputType({ description: 'Rejects a request for good.' })
export class ApprovalRejectInput extends ApprovalApproveInput {}

@InputType({ description: 'Returns an order to its requester.' })
export class ApprovalRequestChangesInput extends ApprovalApproveInput {
  @Field(() => OrderStage, { nullable: true, description: 'The stage to look at.' })
  stage?: OrderStage | null

  @Field(() => [Int], { nullable: true, description: 'The lines to look at.' })
  lineNumbers?: number[] | null
}

@InputType({ description: 'Decides a request in place of its approvers.' })
export class ApprovalOverrideInput {
  @Field(() => ID, { description: 'The approval request; never your own.' })
  approvalId!: string

  @Field(() => Int, { description: 'The version of the request that you saw.' })
  expectedVersion!: number

  @Field(() => ApprovalOverrideKind, { description: 'What is decided; steps that wait are skipped.' })
  kind!: ApprovalOverrideKind

  @Field(() => String, { description: 'Why; kept and told with the decision, 1 to 4,000 characters.' })
  reason!: string

  @Field(() => String, { description: key })
  idempotencyKey!: string
}

@InputType({ description: 'One of several requests to decide.' })
export class ApprovalsDecideItemInput {
  @Field(() => ID, { description: 'The approval request.' })
  approvalId!: string

  @Field(() => Int, { description: 'The version of the request that you saw.' })
  expectedVersion!: number
}

@InputType({ description: 'Decides several requests alike.' })
export class ApprovalsDecideInput {
  @Field(() => ApproverDecision, { description: 'What is decided on each.' })
  kind!: ApproverDecision

  @Field(() => String, { nullable: true, description: 'Why; required to reject and to request changes.' })
  comment?: string | null

  @Field(() => [ApprovalsDecideItemInput], { description: 'Which ones, 1 to 100, each once.' })
  items!: ApprovalsDecideItemInput[]

  @Field(() => String, { description: key })
  idempotencyKey!: string
}

@InputType({ description: 'Reports that a line could not be delivered.' })
export class OrderLineFailInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => Int, { description: 'The line.' })
  lineNumber!: number

  @Field(() => String, { description: 'A stable code, such as DOMAIN_TAKEN: capitals, digits, underscores.' })
  code!: string

  @Field(() => String, { description: 'What happened, for the order desk.' })
  message!: string

  @Field(() => LineFailureCategory, {
    nullable: true,
    defaultValue: 'VENDOR',
    description: 'Who is at fault. UNKNOWN_OUTCOME when the vendor may have delivered.',
  })
  category?: LineFailureCategory | null

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Whether trying again may help.',
  })
  retryable?: boolean | null

  @Field(() => String, { description: key })
  idempotencyKey!: string
}

@InputType({ description: 'Asks the requester for data that a line needs.' })
export class OrderLineRequestInformationInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => Int, { description: 'The line.' })
  lineNumber!: number

  @Field(() => String, { description: 'What is needed, for a person.' })
  message!: string

  @Field(() => [InformationRequestItemInput], {
    nullable: true,
    description: 'The answers that have to be corrected.',
  })
  items?: InformationRequestItemInput[] | null

  @Field(() => String, { description: key })
  idempotencyKey!: string
}

@InputType({ description: 'Gives the data that lines wait for. The answers must then be complete.' })
export class OrderProvideInformationInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => Int, { nullable: true, description: expected })
  expectedVersion?: number | null

  @Field(() => [ProvisioningValueInput], {
    nullable: true,
    description: 'Answers to questions of scope ORDER.',
  })
  values?: ProvisioningValueInput[] | null

  @Field(() => [OrderLineProvisioningInput], {
    nullable: true,
    description: 'Answers per line. The named lines go on; without any, all that wait.',
  })
  lines?: OrderLineProvisioningInput[] | null

  @Field(() => String, { nullable: true, description: key })
  idempotencyKey?: string | null
}

@InputType({ description: 'Tries failed lines again.' })
export class OrderRetryInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => Int, { nullable: true, description: expected })
  expectedVersion?: number | null

  @Field(() => [Int], { nullable: true, description: 'The failed lines to try again; absent: all of them.' })
  lineNumbers?: number[] | null

  @Field(() => String, {
    nullable: true,
    description: 'Why; required to retry lines that are not retryable or whose outcome is unknown.',
  })
  reason?: string | null

  @Field(() => String, { description: key })
  idempotencyKey!: string
}

@InputType({ description: 'Reads one sensitive answer, to deliver a line by hand.' })
export class OrderProvisioningRevealInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string

  @Field(() => Int, { description: 'The line that is delivered.' })
  lineNumber!: number

  @Field(() => String, { description: 'Key of the question; of the line itself or of its order.' })
  key!: string

  @Field(() => String, { description: 'What for; recorded with who asked.' })
  reason!: string
}
