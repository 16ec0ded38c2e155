import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'
import { ApprovalReason } from './approval-reason.view.ts'
import type { ApprovalFacts } from './fact-catalog.rules.ts'

export const ApprovalRequestStatus = {
  PENDING: 'PENDING',
  APPROVED: 'APPROVED',
  REJECTED: 'REJECTED',
  CHANGES_REQUESTED: 'CHANGES_REQUESTED',
  WITHDRAWN: 'WITHDRAWN',
  EXPIRED: 'EXPIRED',
  SUPERSEDED: 'SUPERSEDED',
} as const
export type ApprovalRequestStatus = (typeof ApprovalRequestStatus)[keyof typeof ApprovalRequestStatus]

registerEnumType(ApprovalRequestStatus, {
  name: 'ApprovalRequestStatus',
  description: 'Where an approval request stands. Every status but PENDING is final.',
})

/** Why time stands still. Keys equal values. */
export const ApprovalPauseReason = {
  CUSTOMER_ANSWER: 'CUSTOMER_ANSWER',
  VENDOR_ANSWER: 'VENDOR_ANSWER',
  BUDGET: 'BUDGET',
  NEGOTIATION: 'NEGOTIATION',
  ABSENCE: 'ABSENCE',
  OTHER: 'OTHER',
} as const
export type ApprovalPauseReason = (typeof ApprovalPauseReason)[keyof typeof ApprovalPauseReason]

registerEnumType(ApprovalPauseReason, {
  name: 'ApprovalPauseReason',
  description:
    'Why the time of an approval stands still: the customer or the vendor has to answer, the budget is being released, prices or terms are being negotiated, somebody who has to decide is away; with OTHER, say it in words.',
})

/** Asks for a decision on one revision of an order, and holds what was asked: it is bound to the content's hash. */
@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'approval_request' })
@ObjectType({ implements: Node, description: 'Asks approvers to decide on one revision of an order.' })
export class ApprovalRequest {
  @Field(() => ID, { description: 'Opaque id (`apr_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  organizationId!: string

  @Field(() => ID, { description: 'The order that is decided on.' })
  @Property({ type: 'text' })
  orderId!: string

  @Field(() => Int, { name: 'revision', description: 'The revision of the order that is decided on.' })
  @Property({ type: 'integer' })
  orderRevision!: number

  @Field(() => String, { description: 'SHA-256 of the content that is decided on, hex.' })
  @Property({ type: 'text' })
  contentHash!: string

  @Property({ type: 'text' })
  requesterId!: string

  @Field(() => ApprovalRequestStatus, { description: 'Where the request stands.' })
  @Property({ type: 'text' })
  status!: ApprovalRequestStatus

  @Field(() => Int, {
    description:
      'Rises with every decision, and when somebody pauses or resumes it: send it as `expectedVersion`. Reminders and escalations leave it as it is.',
  })
  @Property({ type: 'integer' })
  version = 1

  @Field(() => String, { description: 'Why approval is needed.' })
  @Property({ type: 'text' })
  reason!: string

  @Field(() => [ApprovalReason], { description: 'What policies wanted the requester to know.' })
  @Property({ type: 'json' })
  warnings: ApprovalReason[] = []

  @Field(() => [ID], { description: 'Users who are told, and decide nothing.' })
  @Property({ type: 'array' })
  watcherIds: string[] = []

  @Property({ type: 'json' })
  facts!: StoredFacts

  @Field(() => DateTime, { description: 'When approval was asked for.' })
  @Property({ type: 'datetime' })
  requestedAt!: Date

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was decided, withdrawn or expired.',
  })
  @Property({ type: 'datetime', nullable: true })
  decidedAt: Date | null = null

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Since when too few people can decide an open step; null: it goes on. Operations name an approver or administrator.',
  })
  @Property({ type: 'datetime', nullable: true })
  blockedSince: Date | null = null

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when its time stands still; null: it runs. A decision ends a pause.',
  })
  @Property({ type: 'datetime', nullable: true })
  pausedAt: Date | null = null

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the pause ends by itself; null: when somebody ends it.',
  })
  @Property({ type: 'datetime', nullable: true })
  pausedUntil: Date | null = null

  @Field(() => String, { nullable: true, description: 'The name of whoever paused it.' })
  @Property({ type: 'text', nullable: true })
  pausedByName: string | null = null

  @Field(() => ApprovalPauseReason, { nullable: true, description: 'Why it is paused.' })
  @Property({ type: 'text', nullable: true })
  pauseReason: ApprovalPauseReason | null = null

  @Field(() => String, { nullable: true, description: 'Why, in words.' })
  @Property({ type: 'text', nullable: true })
  pauseNote: string | null = null

  @Property({ type: 'datetime' })
  createdAt!: Date

  @Property({ type: 'datetime' })
  updatedAt!: Date
}

/** What routing looked at, kept as it was, with the order's number. Older requests know fewer facts. */
export type StoredFacts = Partial<ApprovalFacts> & { orderNumber: string | null }
