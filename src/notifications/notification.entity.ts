import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { TenantRows } from '../access/tenant.filter.ts'
import type { NotificationKind } from './notified.rules.ts'
import type { EndpointNotificationKind } from './told-endpoint.ts'

export type NotificationStatus = 'PENDING' | 'SENT' | 'FAILED' | 'SKIPPED'

/** One person to be told of one event by mail. One row per event, person and kind: who is asked twice tells once. */
@TenantRows()
@Entity({ tableName: 'notification' })
export class Notification {
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  eventId!: string

  @Property({ type: 'text' })
  eventType!: string

  @Property({ type: 'text' })
  kind!: NotificationKind | EndpointNotificationKind

  @Property({ type: 'text' })
  recipientId!: string

  @Property({ type: 'text' })
  recipientName!: string

  @Property({ type: 'text' })
  recipientAddress!: string

  /** The approval request, or the webhook endpoint. */
  @Property({ type: 'text' })
  subjectId!: string

  /** The step that the recipient is asked to decide. */
  @Property({ type: 'text', nullable: true })
  stepId: string | null = null

  @Property({ type: 'text' })
  status!: NotificationStatus

  /** Why it was not sent: a code and a sentence. */
  @Property({ type: 'text', nullable: true })
  reason: string | null = null

  @Property({ type: 'integer' })
  attempts = 0

  /** The run that sends it now: until `takenUntil` no other one does. */
  @Property({ type: 'text', nullable: true })
  takenBy: string | null = null

  @Property({ type: 'datetime', nullable: true })
  takenUntil: Date | null = null

  @Property({ type: 'datetime', nullable: true })
  sentAt: Date | null = null

  @Property({ type: 'datetime' })
  createdAt!: Date

  @Property({ type: 'datetime' })
  updatedAt!: Date
}
