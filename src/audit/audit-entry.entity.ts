import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { GraphQLJSONObject } from 'graphql-scalars'
import { Field, ID, ObjectType } from 'type-graphql'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { AuditActor } from './audit-actor.view.ts'

interface Canonical {
  actor: { kind: string; id: string; name: string }
  subjectType: string
  data: Record<string, unknown>
}

/** One link of a seller's audit chain: a recorded event as the text that was hashed. Written by the database alone. */
@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'audit_entry' })
@ObjectType('AuditEvent', {
  description:
    'Something that was recorded, as an entry of its reseller’s audit chain. It is never changed or removed.',
})
export class AuditEntry {
  @Field(() => ID, { description: 'The reseller whose chain it belongs to.' })
  @PrimaryKey({ type: 'text' })
  sellerId!: string

  @PrimaryKey({ type: 'bigint' })
  sequence!: bigint

  @Field(() => ID, { description: 'Id of the event; `events` and webhooks carry the same.' })
  @Property({ type: 'text' })
  eventId!: string

  @Field(() => ID, { nullable: true, description: 'The customer whom it is about; null: none.' })
  @Property({ type: 'text', nullable: true })
  organizationId: string | null = null

  @Field(() => String, { description: 'Past tense, dot separated, such as `order.submitted`.' })
  @Property({ type: 'text' })
  type!: string

  @Field(() => ID, { description: 'Id of the thing it happened to.' })
  @Property({ type: 'text' })
  subjectId!: string

  @Property({ type: 'text', nullable: true })
  actorId: string | null = null

  @Field(() => DateTime, { description: 'When it happened.' })
  @Property({ type: 'datetime' })
  occurredAt!: Date

  @Field(() => String, {
    description:
      'The event as the exact text that was hashed: JSON, the instant of `occurredAt` with microseconds.',
  })
  @Property({ type: 'text' })
  canonical!: string

  @Field(() => String, { description: 'Hash of the entry before it; 64 zeros: it is the first.' })
  @Property({ type: 'text' })
  previousHash!: string

  @Field(() => String, {
    description:
      'SHA-256, hex, over `previousHash`, `sellerId`, `sequence` and `canonical`, joined by line feeds (UTF-8).',
  })
  @Property({ type: 'text' })
  entryHash!: string

  @Field(() => String, {
    name: 'sequence',
    description: 'Its place in the chain: 1, 2, 3 ... without holes.',
  })
  get place(): string {
    return String(this.sequence)
  }

  @Field(() => AuditActor, { description: 'Who did it.' })
  get actor(): AuditActor {
    return this.read().actor
  }

  @Field(() => String, {
    description: 'Kind of thing it happened to: `order`, `user`, `webhook_endpoint` ...',
  })
  get subjectType(): string {
    return this.read().subjectType
  }

  @Field(() => GraphQLJSONObject, { description: 'The snapshot that the event carried.' })
  get data(): Record<string, unknown> {
    return this.read().data
  }

  private read(): Canonical {
    return JSON.parse(this.canonical) as Canonical
  }
}
