import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Approver } from './approver.view.ts'

export const ApprovalDecisionKind = {
  APPROVE: 'APPROVE',
  REJECT: 'REJECT',
  REQUEST_CHANGES: 'REQUEST_CHANGES',
  EXPIRE: 'EXPIRE',
} as const
export type ApprovalDecisionKind = (typeof ApprovalDecisionKind)[keyof typeof ApprovalDecisionKind]

/** By which way a decision came. */
export const DecisionChannel = { API: 'API', EMAIL: 'EMAIL' } as const
export type DecisionChannel = (typeof DecisionChannel)[keyof typeof DecisionChannel]

registerEnumType(DecisionChannel, {
  name: 'DecisionChannel',
  description: 'API: by a signed-in user or a program. EMAIL: by the link of a mail.',
})
/** What people can decide. Keys equal values. */
export const ApproverDecision = {
  APPROVE: 'APPROVE',
  REJECT: 'REJECT',
  REQUEST_CHANGES: 'REQUEST_CHANGES',
} as const
export type ApproverDecision = (typeof ApproverDecision)[keyof typeof ApproverDecision]

registerEnumType(ApproverDecision, {
  name: 'ApproverDecision',
  description: 'What an approver can decide. REJECT and REQUEST_CHANGES need a comment.',
})
registerEnumType(ApprovalDecisionKind, {
  name: 'ApprovalDecisionKind',
  description:
    'What an approver decided. REJECT and REQUEST_CHANGES need a comment. EXPIRE is never said by people: the time was over.',
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

  @Field(() => ID, { description: 'The user who decided; `system` when time did.' })
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

  @Field(() => [Int], { description: 'With REQUEST_CHANGES: the lines to look at.' })
  @Property({ type: 'array', columnType: 'integer[]' })
  lineNumbers: number[] = []

  @Field(() => [Approver], {
    description: 'In whose places a delegate decided, besides its own; empty: in its own right alone.',
  })
  @Property({ type: 'json' })
  decidedFor: Approver[] = []

  @Field(() => Boolean, { description: 'True: an administrator decided in place of the approvers.' })
  @Property({ type: 'boolean' })
  isOverride = false

  @Field(() => ID, {
    nullable: true,
    description: 'The decision on the revision before, of the same content, that goes on counting.',
  })
  @Property({ type: 'text', nullable: true })
  carriedFrom: string | null = null

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
