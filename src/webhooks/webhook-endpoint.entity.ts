import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'
import type { Breaker } from './breaker.rules.ts'
import type { Bucket } from './rate.rules.ts'
import type { WebhookFilter } from './webhook-filter.rules.ts'
import { WebhookFilterTree } from './webhook-filter.view.ts'

export const WebhookEndpointStatus = { ACTIVE: 'ACTIVE', DISABLED: 'DISABLED' } as const
export type WebhookEndpointStatus = (typeof WebhookEndpointStatus)[keyof typeof WebhookEndpointStatus]

export const WebhookDisabledReason = {
  MANUAL: 'MANUAL',
  GONE: 'GONE',
  FAILING: 'FAILING',
  RECEIVER_REQUEST: 'RECEIVER_REQUEST',
  EXPIRED: 'EXPIRED',
} as const
export type WebhookDisabledReason = (typeof WebhookDisabledReason)[keyof typeof WebhookDisabledReason]

export const WebhookSource = { API: 'API', PORTAL: 'PORTAL', ZAPIER: 'ZAPIER', N8N: 'N8N' } as const
export type WebhookSource = (typeof WebhookSource)[keyof typeof WebhookSource]

export const WebhookFormat = {
  STANDARD: 'STANDARD',
  CLOUDEVENTS_STRUCTURED: 'CLOUDEVENTS_STRUCTURED',
  CLOUDEVENTS_BINARY: 'CLOUDEVENTS_BINARY',
} as const
export type WebhookFormat = (typeof WebhookFormat)[keyof typeof WebhookFormat]

export const WebhookPayload = { FULL: 'FULL', THIN: 'THIN', FLAT: 'FLAT', QUERY: 'QUERY' } as const
export type WebhookPayload = (typeof WebhookPayload)[keyof typeof WebhookPayload]

export const WebhookOrdering = { NONE: 'NONE', PER_SUBJECT: 'PER_SUBJECT', STRICT: 'STRICT' } as const
export type WebhookOrdering = (typeof WebhookOrdering)[keyof typeof WebhookOrdering]

export const WebhookDisablePolicy = { AFTER_FAILURES: 'AFTER_FAILURES', NEVER: 'NEVER' } as const
export type WebhookDisablePolicy = (typeof WebhookDisablePolicy)[keyof typeof WebhookDisablePolicy]

export const WebhookBreakerState = { CLOSED: 'CLOSED', OPEN: 'OPEN', HALF_OPEN: 'HALF_OPEN' } as const
export type WebhookBreakerState = (typeof WebhookBreakerState)[keyof typeof WebhookBreakerState]

registerEnumType(WebhookOrdering, {
  name: 'WebhookOrdering',
  description:
    'In which order events are sent. PER_SUBJECT: those about one thing, such as one order, one after another; a later one waits for an earlier one during its first three retries. STRICT: all of them so, one at a time. NONE: as they come.',
})
registerEnumType(WebhookDisablePolicy, {
  name: 'WebhookDisablePolicy',
  description:
    'AFTER_FAILURES: disabled after five days without a success; you are told after an hour, after a day, a day before and then. NEVER: it is only told.',
})
registerEnumType(WebhookBreakerState, {
  name: 'WebhookBreakerState',
  description:
    'CLOSED: events are sent. OPEN: too many attempts failed, so nothing is sent for a while; waiting costs no attempt. HALF_OPEN: one attempt finds out whether it works again.',
})
export const WebhookSignatureScheme = { HMAC: 'HMAC', ED25519: 'ED25519', BOTH: 'BOTH' } as const
export type WebhookSignatureScheme = (typeof WebhookSignatureScheme)[keyof typeof WebhookSignatureScheme]

export const WebhookAuthentication = { NONE: 'NONE', BASIC: 'BASIC', BEARER: 'BEARER' } as const
export type WebhookAuthentication = (typeof WebhookAuthentication)[keyof typeof WebhookAuthentication]

registerEnumType(WebhookAuthentication, {
  name: 'WebhookAuthentication',
  description: 'With which credential requests go to an endpoint, beside their signature.',
})
registerEnumType(WebhookSignatureScheme, {
  name: 'WebhookSignatureScheme',
  description:
    'How Standard Webhooks signs. HMAC: `v1`, by a secret that both sides know. ED25519: `v1a`, by a private key that never leaves us; `publicKeys` verify it. BOTH: one signature of each kind in the one header.',
})
registerEnumType(WebhookFormat, {
  name: 'WebhookFormat',
  description:
    'STANDARD: our envelope, as Standard Webhooks recommends it. CLOUDEVENTS_STRUCTURED: CloudEvents 1.0 as one JSON object. CLOUDEVENTS_BINARY: `data` alone, and all else in `ce-` headers, which the signature does not cover.',
})
registerEnumType(WebhookPayload, {
  name: 'WebhookPayload',
  description:
    'FULL: all of `data`. THIN: its id alone; read the rest through the API. FLAT: one level, keys joined by `__` and items counted from 1, for tools without code. QUERY: what the endpoint’s `query` is answered.',
})
registerEnumType(WebhookEndpointStatus, {
  name: 'WebhookEndpointStatus',
  description: 'DISABLED endpoints receive nothing; what they miss is kept as SKIPPED and can be replayed.',
})
registerEnumType(WebhookDisabledReason, {
  name: 'WebhookDisabledReason',
  description:
    'MANUAL: by a person. GONE: the receiver answered 410. FAILING: no success for days. RECEIVER_REQUEST: it answered `webhook-delivery: disable`. EXPIRED: its `expiresAt` has come.',
})
registerEnumType(WebhookSource, { name: 'WebhookSource', description: 'What made the endpoint.' })

/** A signing secret as it is stored: encrypted for this endpoint alone. */
export interface StoredSecret {
  sealed: string
  /** ISO instant. */
  createdAt: string
  /** ISO instant after which it signs no more; null for the current one. */
  notAfter: string | null
  /** `whpk_...` when the secret is the private half of a key pair. */
  publicKey?: string
}

/** Where a reseller wants to hear of its events. */
@TenantRows()
@Entity({ tableName: 'webhook_endpoint' })
@ObjectType({
  implements: Node,
  description: 'A URL that receives the events of one reseller, signed by Standard Webhooks.',
})
export class WebhookEndpoint {
  @Field(() => ID, { description: 'Opaque id (`whe_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  createdBy!: string

  @Field(() => String, { description: 'Where events are sent, by POST.' })
  @Property({ type: 'text' })
  url!: string

  @Field(() => String, { nullable: true, description: 'What it is used for.' })
  @Property({ type: 'text', nullable: true })
  description: string | null = null

  @Field(() => [String], {
    description: 'Which events: names, words with a star such as `order.*`, or `*` for all.',
  })
  @Property({ type: 'array' })
  eventTypes!: string[]

  @Field(() => WebhookEndpointStatus, { description: 'Whether events are sent.' })
  @Property({ type: 'text' })
  status: WebhookEndpointStatus = 'ACTIVE'

  @Field(() => WebhookDisabledReason, { nullable: true, description: 'Why it is disabled.' })
  @Property({ type: 'text', nullable: true })
  disabledReason: WebhookDisabledReason | null = null

  @Field(() => WebhookSource, { description: 'What made it.' })
  @Property({ type: 'text' })
  source: WebhookSource = 'API'

  @Field(() => WebhookFormat, { description: 'In which form events are sent.' })
  @Property({ type: 'text' })
  format: WebhookFormat = 'STANDARD'

  @Field(() => WebhookPayload, { description: 'How much of an event is sent.' })
  @Property({ type: 'text' })
  payload: WebhookPayload = 'FULL'

  @Field(() => WebhookFilterTree, {
    nullable: true,
    description: 'Which messages are sent; it sees all of the STANDARD, FULL form. Null: every one.',
  })
  @Property({ type: 'json', nullable: true })
  filter: WebhookFilter | null = null

  @Field(() => [String], { description: 'Names of the headers that you added, in lower case.' })
  @Property({ type: 'array' })
  headerNames: string[] = []

  /** They may hold credentials: the values never leave the server but in requests to the endpoint. */
  @Property({ type: 'text', nullable: true, hidden: true })
  sealedHeaders: string | null = null

  @Field(() => Int, { description: 'How many seconds an attempt may take, 1 to 30.' })
  @Property({ type: 'integer' })
  timeoutSeconds = 15

  @Field(() => WebhookOrdering, { description: 'In which order events are sent.' })
  @Property({ type: 'text' })
  ordering: WebhookOrdering = 'PER_SUBJECT'

  @Field(() => Int, { description: 'How many requests are under way at a time, at most.' })
  @Property({ type: 'integer' })
  maxConcurrency = 5

  @Field(() => Int, {
    nullable: true,
    description: 'How many requests are begun a second, at most; null: no limit.',
  })
  @Property({ type: 'integer', nullable: true })
  maxPerSecond: number | null = null

  @Field(() => WebhookDisablePolicy, { description: 'What becomes of it when it fails for days.' })
  @Property({ type: 'text' })
  disablePolicy: WebhookDisablePolicy = 'AFTER_FAILURES'

  @Property({ type: 'json', nullable: true })
  breaker: Breaker | null = null

  @Field(() => WebhookBreakerState, { description: 'Whether events are held back because attempts failed.' })
  get breakerState(): WebhookBreakerState {
    return this.breaker?.state ?? 'CLOSED'
  }

  @Property({ type: 'json', nullable: true })
  bucket: Bucket | null = null

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when its receiver asked for a pause (`Retry-After`).',
  })
  @Property({ type: 'datetime', nullable: true })
  pausedUntil: Date | null = null

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when every attempt has failed; null: it works.',
  })
  @Property({ type: 'datetime', nullable: true })
  failingSince: Date | null = null

  /** How many notices of the outage that lasts were given, and when to look at it again. */
  @Property({ type: 'integer' })
  notices = 0

  @Property({ type: 'datetime', nullable: true })
  nextNoticeAt: Date | null = null

  @Field(() => WebhookSignatureScheme, {
    description: 'How its messages are signed. Rotate the secret to change it.',
  })
  @Property({ type: 'text' })
  signatureScheme: WebhookSignatureScheme = 'HMAC'

  @Field(() => WebhookAuthentication, {
    description: 'Kind of credential; the credential is not shown again.',
  })
  @Property({ type: 'text' })
  authentication: WebhookAuthentication = 'NONE'

  /** The value of the `authorization` header, encrypted for this endpoint. */
  @Property({ type: 'text', nullable: true, hidden: true })
  sealedAuthorization: string | null = null

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it is disabled by itself, with reason EXPIRED; null: never.',
  })
  @Property({ type: 'datetime', nullable: true })
  expiresAt: Date | null = null

  @Field(() => String, {
    description: 'Version of the envelope that it was made with. Inside a version members are only added.',
  })
  @Property({ type: 'text' })
  apiVersion = '2026-11-01'

  @Field(() => String, {
    nullable: true,
    description:
      'The GraphQL query that makes `data` of a QUERY payload, asked with $eventId and $subjectId.',
  })
  @Property({ type: 'text', nullable: true })
  query: string | null = null

  @Field(() => String, {
    nullable: true,
    description: 'Why the API of today no longer answers its query; `data` holds the id alone meanwhile.',
  })
  @Property({ type: 'text', nullable: true })
  queryProblem: string | null = null

  /** Newest first. A shared one leaves the server but once, decrypted, to whoever made it; a private key never. */
  @Property({ type: 'json', hidden: true })
  secrets!: StoredSecret[]

  @Field(() => Int, { description: 'Rises with every change by a person, and when it is disabled.' })
  @Property({ type: 'integer' })
  version = 1

  @Field(() => DateTime, { nullable: true, description: 'When a delivery last succeeded.' })
  @Property({ type: 'datetime', nullable: true })
  lastSuccessAt: Date | null = null

  @Field(() => DateTime, { nullable: true, description: 'When an attempt last failed.' })
  @Property({ type: 'datetime', nullable: true })
  lastFailureAt: Date | null = null

  @Field(() => DateTime, { description: 'When it was created.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date

  @Property({ type: 'datetime', nullable: true })
  deletedAt: Date | null = null
}
