import { ArgsType, Field, ID, InputType } from 'type-graphql'
import { PageArgs } from '../platform/page.ts'
import { ApprovalRequestStatus } from './approval-request.entity.ts'

@InputType({ description: 'Which approval requests. All given conditions must hold.' })
export class ApprovalWhere {
  @Field(() => [ApprovalRequestStatus], { nullable: true, description: 'In one of these statuses.' })
  status?: ApprovalRequestStatus[] | null

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only those that you can decide now. False: only the others.',
  })
  awaitingMyDecision?: boolean | null

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only those that too few people can decide. False: only the others.',
  })
  isBlocked?: boolean | null

  @Field(() => ID, { nullable: true, description: 'Of this order, all its revisions.' })
  orderId?: string | null
}

@ArgsType()
export class ApprovalsArgs extends PageArgs {
  @Field(() => ApprovalWhere, { nullable: true, description: 'Which ones; absent: all that you see.' })
  where?: ApprovalWhere | null
}
