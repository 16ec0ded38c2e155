import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'

const key = 'Any text of at most 255 characters, new for each intent. A repeat with it changes nothing.'
const seen = 'The version of the request that you saw.'

/** Where somebody is asked besides. Keys equal values. */
export const ApproverPlace = { BEFORE: 'BEFORE', AFTER: 'AFTER' } as const
export type ApproverPlace = (typeof ApproverPlace)[keyof typeof ApproverPlace]

registerEnumType(ApproverPlace, {
  name: 'ApproverPlace',
  description: 'BEFORE: at once, and the open step goes on afterwards. AFTER: when the open step is agreed.',
})

@InputType({ description: 'Hands a place in the open step over.' })
export class ApprovalReassignInput {
  @Field(() => ID, { description: 'The approval request.' })
  approvalId!: string

  @Field(() => Int, { description: seen })
  expectedVersion!: number

  @Field(() => ID, {
    nullable: true,
    description: 'Whose place; absent: your own. Others need APPROVAL_MANAGE.',
  })
  fromUserId?: string | null

  @Field(() => ID, { description: 'A user or API key that may decide, and is not asked yet.' })
  toUserId!: string

  @Field(() => String, { description: 'Why; told to both, 1 to 4,000 characters.' })
  reason!: string

  @Field(() => String, { description: key })
  idempotencyKey!: string
}

@InputType({ description: 'Asks one more person, who must agree as well.' })
export class ApprovalApproverAddInput {
  @Field(() => ID, { description: 'The approval request.' })
  approvalId!: string

  @Field(() => Int, { description: seen })
  expectedVersion!: number

  @Field(() => ID, { description: 'A user or API key that may decide; never the requester.' })
  userId!: string

  @Field(() => ApproverPlace, { description: 'Before or after the step that is open.' })
  place!: ApproverPlace

  @Field(() => String, { description: 'Why; shown as the reason of the step, 1 to 4,000 characters.' })
  reason!: string

  @Field(() => String, { description: key })
  idempotencyKey!: string
}

@InputType({ description: 'Lets somebody decide in the place of an approver for a while.' })
export class ApprovalDelegationCreateInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The approver; absent: you. Others need APPROVAL_MANAGE.',
  })
  fromUserId?: string | null

  @Field(() => ID, { description: 'The delegate: an active user of your reseller who may decide.' })
  toUserId!: string

  @Field(() => ID, {
    nullable: true,
    description: 'Only for steps that this policy asks for; absent: for all.',
  })
  policyId?: string | null

  @Field(() => ID, { nullable: true, description: 'Only for orders of this customer; absent: of all.' })
  customerId?: string | null

  @Field(() => DateTime, { nullable: true, description: 'From when it counts; absent: now.' })
  validFrom?: Date | null

  @Field(() => DateTime, { description: 'Until when it counts, exclusive; at most a year after its begin.' })
  validTo!: Date

  @Field(() => String, { description: key })
  idempotencyKey!: string
}

@InputType({ description: 'Ends a delegation before its time.' })
export class ApprovalDelegationEndInput {
  @Field(() => ID, { description: 'The delegation.' })
  delegationId!: string
}

@InputType({ description: 'Somebody who is told of a request.' })
export class ApprovalWatcherAddInput {
  @Field(() => ID, { description: 'The approval request.' })
  approvalId!: string

  @Field(() => ID, { nullable: true, description: 'Who; absent: you. Others need APPROVAL_MANAGE.' })
  userId?: string | null
}

@InputType({ description: 'Somebody who is no longer told of a request.' })
export class ApprovalWatcherRemoveInput extends ApprovalWatcherAddInput {}

@InputType({ description: 'Something to say about a request.' })
export class ApprovalCommentAddInput {
  @Field(() => ID, { description: 'The approval request, in any status.' })
  approvalId!: string

  @Field(() => String, { description: 'What to say, 1 to 4,000 characters. It stays for good.' })
  body!: string

  @Field(() => String, { description: key })
  idempotencyKey!: string
}
