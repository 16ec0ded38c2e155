import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'
import type { WebhookTrigger } from './webhook-attempt.entity.ts'

export const WebhookMessageStatus = {
  PENDING: 'PENDING',
  RETRYING: 'RETRYING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  SKIPPED: 'SKIPPED',
} as const
export type WebhookMessageStatus = (typeof WebhookMessageStatus)[keyof typeof WebhookMessageStatus]

registerEnumType(WebhookMessageStatus, {
  name: 'WebhookMessageStatus',
  description:
    'PENDING: about to be sent. RETRYING: waits for `nextAttemptAt`. FAILED: attempts used up, or ended by the receiver. SKIPPED: the endpoint was disabled.',
})

/** One event on its way to one endpoint. Its body is rendered once, so that every attempt sends the same bytes. */
@TenantRows()
@Entity({ tableName: 'webhook_message' })
@ObjectType({ implements: Node, description: 'One event for one endpoint, with its delivery.' })
export class WebhookMessage {
  @Field(() => ID, { description: 'Opaque id (`whm_...`); the `webhook-delivery-id` of its attempts.' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  endpointId!: string

  @Field(() => ID, { description: 'Id of the event; the `webhook-id` of its attempts.' })
  @Property({ type: 'text' })
  eventId!: string

  @Field(() => String, { description: 'Name of the event, such as `order.placed`.' })
  @Property({ type: 'text' })
  eventType!: string

  @Field(() => WebhookMessageStatus, { description: 'Where the delivery stands.' })
  @Property({ type: 'text' })
  status!: WebhookMessageStatus

  @Field(() => String, { description: 'The exact text that is sent and signed.' })
  @Property({ type: 'text' })
  body!: string

  /** Those that belong to the body, such as its type; the same for every attempt. */
  @Property({ type: 'json' })
  headers: Record<string, string> = { 'content-type': 'application/json' }

  @Field(() => Int, { description: 'How many attempts were made.' })
  @Property({ type: 'integer', fieldName: 'attempts' })
  attemptCount = 0

  @Field(() => DateTime, { nullable: true, description: 'When it is tried next; null: never.' })
  @Property({ type: 'datetime', nullable: true })
  nextAttemptAt: Date | null = null

  /** Of the event in the feed: the order in which an endpoint is told. 0: before all others. */
  @Property({ type: 'bigint' })
  position = 0n

  /** What the event is about, and the version of that: deliveries keep its order. */
  @Property({ type: 'text', nullable: true })
  subjectId: string | null = null

  @Property({ type: 'integer' })
  subjectVersion = 0

  /** What its next attempt is made for. */
  @Property({ type: 'text' })
  trigger: WebhookTrigger = 'AUTO'

  /** Whoever sends it now, and until when that one is believed to live. */
  @Property({ type: 'text', nullable: true })
  leaseId: string | null = null

  @Property({ type: 'datetime', nullable: true })
  leaseUntil: Date | null = null

  /** The span that made it, or had it sent again: its attempts follow from it. */
  @Property({ type: 'text', nullable: true })
  traceparent: string | null = null

  @Field(() => DateTime, { description: 'When it was made.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When it was last tried or changed.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date
}
