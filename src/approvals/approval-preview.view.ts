import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import { ApprovalGroup } from './approval-group.view.ts'
import { ApprovalReason } from './approval-reason.view.ts'
import { Approver } from './approver.view.ts'

/** What approval would need. Keys equal values. */
export const ApprovalPreviewOutcome = {
  REQUIRE_APPROVAL: 'REQUIRE_APPROVAL',
  AUTO_APPROVE: 'AUTO_APPROVE',
  BLOCKED: 'BLOCKED',
} as const
export type ApprovalPreviewOutcome = (typeof ApprovalPreviewOutcome)[keyof typeof ApprovalPreviewOutcome]

registerEnumType(ApprovalPreviewOutcome, {
  name: 'ApprovalPreviewOutcome',
  description:
    'AUTO_APPROVE: no person has to decide. BLOCKED: a policy forbids it, or nobody may approve it; it cannot be submitted.',
})

@ObjectType({ description: 'One step of the approval that an order would need.' })
export class ApprovalPreviewStep {
  @Field(() => Int, { description: 'From 1.' })
  position!: number

  @Field(() => Int, {
    description: 'At least so many of the approvers must agree; the groups say of whom.',
  })
  minimumApprovals!: number

  @Field(() => [Approver], { description: 'Who would be asked.' })
  approvers!: Approver[]

  @Field(() => [ApprovalGroup], { description: 'The groups that must all agree.' })
  groups!: ApprovalGroup[]

  @Field(() => [ApprovalReason], {
    description: 'Why these people are asked: every policy that asks for it.',
  })
  reasons!: ApprovalReason[]

  @Field(() => String, { description: 'The reasons in one text.' })
  reason!: string
}
