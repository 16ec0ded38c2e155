import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { ApprovalGroup } from './approval-group.view.ts'
import { ApprovalReason } from './approval-reason.view.ts'
import { Approver } from './approver.view.ts'
import { StepTimeout } from './policy-definition.schema.ts'
import type { ResolvedSla } from './sla.rules.ts'

export const ApprovalStepStatus = {
  WAITING: 'WAITING',
  ACTIVE: 'ACTIVE',
  APPROVED: 'APPROVED',
  REJECTED: 'REJECTED',
  CHANGES_REQUESTED: 'CHANGES_REQUESTED',
  EXPIRED: 'EXPIRED',
  SKIPPED: 'SKIPPED',
} as const
export type ApprovalStepStatus = (typeof ApprovalStepStatus)[keyof typeof ApprovalStepStatus]

registerEnumType(ApprovalStepStatus, {
  name: 'ApprovalStepStatus',
  description:
    'Only the ACTIVE step can be decided; WAITING steps follow it, SKIPPED steps are not needed any more, and of an EXPIRED one the time is over.',
})

@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'approval_step' })
@ObjectType({
  description: 'One step of an approval: some of these approvers must agree before the next begins.',
})
export class ApprovalStep {
  @Field(() => ID, { description: 'Opaque id (`aps_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  organizationId!: string

  @Property({ type: 'text' })
  requestId!: string

  @Field(() => Int, { description: 'From 1.' })
  @Property({ type: 'integer' })
  position!: number

  @Field(() => ApprovalStepStatus, { description: 'Where the step stands.' })
  @Property({ type: 'text' })
  status!: ApprovalStepStatus

  @Field(() => Int, {
    description: 'At least so many different approvers must agree; the groups say of whom.',
  })
  @Property({ type: 'integer' })
  minimumApprovals = 1

  @Property({ type: 'array' })
  approverIds!: string[]

  @Field(() => [Approver], { description: 'Who may decide, as found when approval was asked for.' })
  @Property({ type: 'json' })
  approvers!: Approver[]

  @Field(() => [ApprovalGroup], { description: 'The groups that must all agree.' })
  @Property({ type: 'json' })
  groups!: ApprovalGroup[]

  @Field(() => [ApprovalReason], {
    description: 'Why these people are asked: every policy that asks for it.',
  })
  @Property({ type: 'json' })
  reasons!: ApprovalReason[]

  /** When it reminds, escalates and ends; null: never. */
  @Property({ type: 'json', nullable: true })
  sla: ResolvedSla | null = null

  /** Whether a resubmission of the same content keeps what was approved. */
  @Property({ type: 'boolean' })
  keepsApprovals = false

  @Field(() => String, { description: 'The reasons in one text.' })
  @Property({ type: 'text' })
  reason!: string

  @Field(() => DateTime, { nullable: true, description: 'When its turn came.' })
  @Property({ type: 'datetime', nullable: true })
  activatedAt: Date | null = null

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When those are reminded who have not decided; null: never, or not known before its turn comes. Moves when a pause ends.',
  })
  @Property({ type: 'datetime', nullable: true })
  remindAt: Date | null = null

  @Field(() => DateTime, { nullable: true, description: 'When they were reminded.' })
  @Property({ type: 'datetime', nullable: true })
  remindedAt: Date | null = null

  @Field(() => DateTime, { nullable: true, description: 'When more people join its approvers.' })
  @Property({ type: 'datetime', nullable: true })
  escalateAt: Date | null = null

  @Field(() => DateTime, { nullable: true, description: 'When they joined.' })
  @Property({ type: 'datetime', nullable: true })
  escalatedAt: Date | null = null

  @Field(() => DateTime, {
    nullable: true,
    name: 'expiresAt',
    description: 'When its time is over; what happens then is in `onTimeout`.',
  })
  @Property({ type: 'datetime', nullable: true })
  expireAt: Date | null = null

  @Field(() => StepTimeout, { nullable: true, description: 'What happens when its time is over.' })
  get onTimeout(): StepTimeout | null {
    return this.expireAt && this.sla ? (this.sla.onTimeout ?? null) : null
  }

  /** When its time was over and that was acted on. */
  @Property({ type: 'datetime', nullable: true })
  timedOutAt: Date | null = null

  @Field(() => DateTime, { nullable: true, description: 'When it was decided.' })
  @Property({ type: 'datetime', nullable: true })
  decidedAt: Date | null = null
}
