import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { GraphQLJSONObject } from 'graphql-scalars'
import { Field, ID, Int, ObjectType } from 'type-graphql'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'

/** One recorded fact: outbox row, audit trail, live update and entry of the pull feed. Never changed after insert. */
@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'outbox_event' })
@ObjectType('Event', {
  implements: Node,
  description: 'Something that happened, with a full snapshot of what it says.',
})
export class OutboxEvent {
  @Field(() => ID, {
    description: 'Also the `webhook-id` of its deliveries: use it to recognize duplicates.',
  })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Field(() => ID, { description: 'The reseller in whose business it happened.' })
  @Property({ type: 'text' })
  sellerId!: string

  @Field(() => ID, { nullable: true, description: 'The customer whom it is about; null: none.' })
  @Property({ type: 'text', nullable: true })
  organizationId: string | null = null

  @Field(() => String, { description: 'Past tense, dot separated, such as `order.submitted`.' })
  @Property({ type: 'text' })
  type!: string

  @Field(() => Int, { description: 'Version of the shape of `data`; inside a version only additions.' })
  @Property({ type: 'integer' })
  schemaVersion = 1

  @Field(() => String, {
    description: 'Kind of thing it happened to: `order`, `approval`, `subscription` ...',
  })
  @Property({ type: 'text' })
  subjectType!: string

  @Field(() => ID, { description: 'Id of the thing it happened to.' })
  @Property({ type: 'text' })
  subjectId!: string

  @Field(() => Int, {
    description: 'Version of that thing after the event: drop what is older than what you have.',
  })
  @Property({ type: 'integer' })
  subjectVersion!: number

  @Property({ type: 'json' })
  actor!: { kind: string; id: string; name: string }

  @Field(() => GraphQLJSONObject, { description: 'The snapshot. Its JSON Schema is in schema/events/.' })
  @Property({ type: 'json' })
  data!: Record<string, unknown>

  @Property({ type: 'text' })
  correlationId!: string

  @Field(() => DateTime, { description: 'When it happened.' })
  @Property({ type: 'datetime' })
  occurredAt!: Date

  /** The span that recorded it; once it is published, the span that published it. Null: nothing was traced. */
  @Property({ type: 'text', nullable: true })
  traceparent: string | null = null

  @Property({ type: 'datetime', nullable: true })
  publishedAt: Date | null = null

  @Property({ type: 'bigint', nullable: true })
  feedPosition: bigint | null = null
}
