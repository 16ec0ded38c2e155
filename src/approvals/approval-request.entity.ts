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

  @Field(() => Int, { description: 'Rises with every decision: send it as `expectedVersion`.' })
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

  @Property({ type: 'datetime' })
  createdAt!: Date

  @Property({ type: 'datetime' })
  updatedAt!: Date
}

/** What routing looked at, kept as it was, with the order's number. Older requests know fewer facts. */
export type StoredFacts = Partial<ApprovalFacts> & { orderNumber: string | null }
