import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'

export const ApprovalDecisionKind = {
  APPROVE: 'APPROVE',
  REJECT: 'REJECT',
  REQUEST_CHANGES: 'REQUEST_CHANGES',
} as const
export type ApprovalDecisionKind = (typeof ApprovalDecisionKind)[keyof typeof ApprovalDecisionKind]

/** By which way a decision came. */
export const DecisionChannel = { API: 'API', EMAIL: 'EMAIL' } as const
export type DecisionChannel = (typeof DecisionChannel)[keyof typeof DecisionChannel]

registerEnumType(DecisionChannel, {
  name: 'DecisionChannel',
  description: 'API: by a signed-in user or a program. EMAIL: by the link of a mail.',
})
registerEnumType(ApprovalDecisionKind, {
  name: 'ApprovalDecisionKind',
  description: 'What an approver decided. REJECT and REQUEST_CHANGES need a comment.',
})

/** What one approver said. Append-only: the database refuses changes. */
@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'approval_decision' })
@ObjectType({ description: 'What one approver decided. Never changed.' })
export class ApprovalDecision {
  @Field(() => ID, { description: 'Opaque id (`apd_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  organizationId!: string

  @Property({ type: 'text' })
  requestId!: string

  @Property({ type: 'text' })
  stepId!: string

  @Field(() => ApprovalDecisionKind, { description: 'What was decided.' })
  @Property({ type: 'text' })
  kind!: ApprovalDecisionKind

  @Field(() => ID, { description: 'The user who decided.' })
  @Property({ type: 'text' })
  decidedBy!: string

  @Field(() => String, { description: "The user's name at that time." })
  @Property({ type: 'text' })
  decidedByName!: string

  @Field(() => String, { nullable: true, description: 'What the approver wrote.' })
  @Property({ type: 'text', nullable: true })
  comment: string | null = null

  @Field(() => String, { nullable: true, description: 'With REQUEST_CHANGES: the stage to look at.' })
  @Property({ type: 'text', nullable: true })
  stage: string | null = null

  @Field(() => DecisionChannel, { description: 'By which way it came.' })
  @Property({ type: 'text' })
  channel: DecisionChannel = 'API'

  @Property({ type: 'integer' })
  requestVersion!: number

  @Property({ type: 'text' })
  contentHash!: string

  @Field(() => DateTime, { description: 'When it was decided.' })
  @Property({ type: 'datetime' })
  decidedAt!: Date
}
