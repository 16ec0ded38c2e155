import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'

export const WebhookTrigger = { AUTO: 'AUTO', MANUAL: 'MANUAL', TEST: 'TEST' } as const
export type WebhookTrigger = (typeof WebhookTrigger)[keyof typeof WebhookTrigger]

registerEnumType(WebhookTrigger, {
  name: 'WebhookTrigger',
  description: 'AUTO: the event itself or a retry. MANUAL: a replay. TEST: a ping that somebody asked for.',
})

/** One request to a receiver and what came of it. Never changed. */
@TenantRows()
@Entity({ tableName: 'webhook_attempt' })
@ObjectType({ description: 'One request to a receiver, and what came of it.' })
export class WebhookAttempt {
  @Field(() => ID, { description: 'Opaque id (`wha_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  messageId!: string

  @Field(() => Int, { description: '1 for the first attempt of its message.' })
  @Property({ type: 'integer' })
  number!: number

  @Field(() => WebhookTrigger, { description: 'What caused it.' })
  @Property({ type: 'text' })
  trigger!: WebhookTrigger

  @Field(() => Int, { nullable: true, description: 'HTTP status of the answer; null when none came.' })
  @Property({ type: 'integer', nullable: true })
  statusCode: number | null = null

  @Field(() => String, {
    nullable: true,
    description:
      'Why no answer came: DNS, REFUSED, TLS, TIMEOUT, RESET, TOO_LARGE, PROTOCOL, FORBIDDEN_ADDRESS, INVALID_URL or OTHER.',
  })
  @Property({ type: 'text', nullable: true })
  errorCode: string | null = null

  @Field(() => String, { nullable: true, description: 'The same as a sentence.' })
  @Property({ type: 'text', nullable: true })
  errorMessage: string | null = null

  @Field(() => String, { nullable: true, description: 'The first 16 KiB of the answer, as text.' })
  @Property({ type: 'text', nullable: true })
  responseBody: string | null = null

  @Field(() => Int, { description: 'How long it took, in milliseconds.' })
  @Property({ type: 'integer' })
  durationMs!: number

  @Field(() => DateTime, { description: 'When it was made.' })
  @Property({ type: 'datetime' })
  attemptedAt!: Date
}
