import { Field, InputType, Int } from 'type-graphql'
import { ApproverDecision } from '../approvals/approval-decision.entity.ts'
import { OrderStage } from './order-status.ts'

@InputType({ description: 'Decides by the link of a mail.' })
export class ApprovalLinkDecideInput {
  @Field(() => String, { description: 'The token of the link: what stands behind its last slash.' })
  token!: string

  @Field(() => ApproverDecision, { description: 'What the approver decides.' })
  decision!: ApproverDecision

  @Field(() => Int, { description: 'The version of the request that the approver saw.' })
  expectedVersion!: number

  @Field(() => String, { nullable: true, description: 'Why; required to reject and to request changes.' })
  comment?: string | null

  @Field(() => OrderStage, { nullable: true, description: 'With REQUEST_CHANGES: the stage to look at.' })
  stage?: OrderStage | null
}
