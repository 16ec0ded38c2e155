import { Field, ID, InputType, Int } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'
import { ApprovalPauseReason } from './approval-request.entity.ts'

@InputType({ description: 'Lets the time of a request stand still.' })
export class ApprovalPauseInput {
  @Field(() => ID, { description: 'The approval request.' })
  approvalId!: string

  @Field(() => Int, { description: 'The version of the request that you saw.' })
  expectedVersion!: number

  @Field(() => ApprovalPauseReason, { description: 'Why.' })
  reason!: ApprovalPauseReason

  @Field(() => String, {
    nullable: true,
    description: 'Why, in words, at most 500 characters; required with OTHER. The requester reads it.',
  })
  note?: string | null

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the pause ends by itself, within 90 days; absent: when somebody ends it.',
  })
  until?: Date | null

  @Field(() => String, {
    description: 'Any text of at most 255 characters, new for each intent. A repeat with it changes nothing.',
  })
  idempotencyKey!: string
}

@InputType({ description: 'Lets the time of a request run again.' })
export class ApprovalResumeInput {
  @Field(() => ID, { description: 'The approval request.' })
  approvalId!: string

  @Field(() => Int, { description: 'The version of the request that you saw.' })
  expectedVersion!: number

  @Field(() => String, {
    description: 'Any text of at most 255 characters, new for each intent. A repeat with it changes nothing.',
  })
  idempotencyKey!: string
}
