import { Field, Int, ObjectType } from 'type-graphql'
import { Approver } from './approver.view.ts'

@ObjectType({ description: 'Approvers of whom some must agree. All groups of a step must.' })
export class ApprovalGroup {
  @Field(() => [Approver], { description: 'Who may decide for it, by id.' })
  approvers!: Approver[]

  @Field(() => Int, { description: 'How many different ones of them must agree.' })
  minimumApprovals!: number

  /** Those of them who may decide though they asked. */
  selfApproverIds!: string[]
}
