import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'

export const ErpPushStatus = {
  PENDING: 'PENDING',
  PUSHED: 'PUSHED',
  REFUSED: 'REFUSED',
  FAILED: 'FAILED',
  GIVEN_UP: 'GIVEN_UP',
} as const
export type ErpPushStatus = (typeof ErpPushStatus)[keyof typeof ErpPushStatus]

export const ErpPushOperation = { WRITE: 'WRITE', CANCEL: 'CANCEL' } as const
export type ErpPushOperation = (typeof ErpPushOperation)[keyof typeof ErpPushOperation]

export const ErpOrderState = {
  DRAFT: 'DRAFT',
  CONFIRMED: 'CONFIRMED',
  IN_PROGRESS: 'IN_PROGRESS',
  DONE: 'DONE',
  CANCELLED: 'CANCELLED',
} as const
export type ErpOrderState = (typeof ErpOrderState)[keyof typeof ErpOrderState]

registerEnumType(ErpPushStatus, {
  name: 'ErpPushStatus',
  description:
    'PENDING: about to be pushed, or waits for its connection or its order. PUSHED: the ERP holds what the order says. REFUSED: somebody must do something first, `problems` say what; then `erpPushRetry`. FAILED: no answer that says anything; tried again at `nextAttemptAt`. GIVEN_UP: tried for two days in vain.',
})
registerEnumType(ErpPushOperation, {
  name: 'ErpPushOperation',
  description:
    'WRITE: the order is made there, or made what its revision says. CANCEL: it is cancelled there.',
})
registerEnumType(ErpOrderState, { name: 'ErpOrderState', description: 'Where the order stands in the ERP.' })

@ObjectType({ description: 'Why a push did not succeed.' })
export class ErpPushProblem {
  @Field(() => String, { description: 'Stable, such as ERP_CUSTOMER_UNKNOWN or ERP_UNREACHABLE.' })
  code!: string

  @Field(() => String, { description: 'A sentence that says what to do.' })
  message!: string

  @Field(() => [String], {
    description: 'Where in the order’s document, such as ["lines", "1", "sku"]; empty: all of it.',
  })
  path!: string[]
}

/** An order on its way into one ERP: one task, which later revisions and a cancellation take up again. */
@TenantRows()
@Entity({ tableName: 'erp_push' })
@ObjectType({ implements: Node, description: 'One order on its way into one ERP.' })
export class ErpPush {
  @Field(() => ID, { description: 'Opaque id (`epu_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  connectionId!: string

  @Property({ type: 'text' })
  orderId!: string

  @Field(() => String, { description: 'Our number: the ERP’s reference.' })
  @Property({ type: 'text' })
  orderNumber!: string

  @Field(() => ErpPushOperation, { description: 'What is to be done there.' })
  @Property({ type: 'text' })
  operation!: ErpPushOperation

  @Field(() => Int, { description: 'Which revision of the order the ERP is to hold.' })
  @Property({ type: 'integer' })
  revision!: number

  @Field(() => ErpPushStatus, { description: 'Where it stands.' })
  @Property({ type: 'text' })
  status: ErpPushStatus = 'PENDING'

  @Field(() => Int, { description: 'How many attempts this revision has had since it was last asked for.' })
  @Property({ type: 'integer' })
  attempts = 0

  @Field(() => [ErpPushProblem], { description: 'What the last attempt met; empty: nothing.' })
  @Property({ type: 'json' })
  problems: ErpPushProblem[] = []

  @Field(() => DateTime, { nullable: true, description: 'When it is tried next; null: not by itself.' })
  @Property({ type: 'datetime', nullable: true })
  nextAttemptAt: Date | null = null

  /** Whoever pushes it now, and until when that one is believed to live. */
  @Property({ type: 'text', nullable: true })
  leaseId: string | null = null

  @Property({ type: 'datetime', nullable: true })
  leaseUntil: Date | null = null

  @Field(() => String, { nullable: true, description: 'The ERP’s id of it, as read back.' })
  @Property({ type: 'text', nullable: true })
  externalId: string | null = null

  @Field(() => String, { nullable: true, description: 'The ERP’s number of it, as people there say it.' })
  @Property({ type: 'text', nullable: true })
  externalNumber: string | null = null

  @Field(() => ErpOrderState, {
    nullable: true,
    description: 'Where it stood in the ERP when it was last read; `erpPushRetry` reads it again.',
  })
  @Property({ type: 'text', nullable: true })
  externalState: ErpOrderState | null = null

  @Field(() => Int, { nullable: true, description: 'Which revision the ERP holds.' })
  @Property({ type: 'integer', nullable: true })
  pushedRevision: number | null = null

  @Field(() => DateTime, { nullable: true, description: 'When it last succeeded.' })
  @Property({ type: 'datetime', nullable: true })
  pushedAt: Date | null = null

  @Property({ type: 'integer' })
  version = 1

  @Field(() => DateTime, { description: 'When it was made.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When it was last tried or changed.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date
}
