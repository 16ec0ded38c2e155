import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { WebhookSentHeader } from './webhook-sent-header.view.ts'

export const WebhookTrigger = {
  AUTO: 'AUTO',
  MANUAL: 'MANUAL',
  REPLAY: 'REPLAY',
  TEST: 'TEST',
  PROBE: 'PROBE',
} as const
export type WebhookTrigger = (typeof WebhookTrigger)[keyof typeof WebhookTrigger]

registerEnumType(WebhookTrigger, {
  name: 'WebhookTrigger',
  description:
    'AUTO: the event itself or a retry. MANUAL: somebody sent this message again. REPLAY: somebody sent many again. TEST: a ping that somebody asked for. PROBE: a ping to an endpoint that was enabled again.',
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

  @Field(() => Boolean, { description: 'Whether the answer was longer than what `responseBody` shows.' })
  @Property({ type: 'boolean' })
  responseTruncated = false

  @Property({ type: 'json', fieldName: 'request_headers' })
  requestHeaderValues: Record<string, string> = {}

  @Property({ type: 'json', fieldName: 'response_headers' })
  responseHeaderValues: Record<string, string> = {}

  @Field(() => [WebhookSentHeader], {
    description: 'The headers that were sent; values that you added are shown as `[redacted]`.',
  })
  get requestHeaders(): WebhookSentHeader[] {
    return Object.entries(this.requestHeaderValues).map(([name, value]) => ({ name, value }))
  }

  @Field(() => [WebhookSentHeader], { description: 'Headers of the answer that help to find a fault.' })
  get responseHeaders(): WebhookSentHeader[] {
    return Object.entries(this.responseHeaderValues).map(([name, value]) => ({ name, value }))
  }

  @Field(() => String, { nullable: true, description: 'The IP address that was reached; null: none.' })
  @Property({ type: 'text', nullable: true })
  remoteAddress: string | null = null

  @Field(() => Int, { nullable: true, description: 'Milliseconds to resolve the name; null: not needed.' })
  @Property({ type: 'integer', nullable: true })
  dnsMs: number | null = null

  @Field(() => Int, { nullable: true, description: 'Milliseconds to connect; null: not reached.' })
  @Property({ type: 'integer', nullable: true })
  connectMs: number | null = null

  @Field(() => Int, { nullable: true, description: 'Milliseconds of the TLS handshake; null: none.' })
  @Property({ type: 'integer', nullable: true })
  tlsMs: number | null = null

  @Field(() => Int, { nullable: true, description: 'Milliseconds from the ready connection to the status.' })
  @Property({ type: 'integer', nullable: true })
  firstByteMs: number | null = null

  @Field(() => Int, { description: 'How long it took in all, in milliseconds.' })
  @Property({ type: 'integer' })
  durationMs!: number

  @Field(() => DateTime, { description: 'When it was made.' })
  @Property({ type: 'datetime' })
  attemptedAt!: Date
}
