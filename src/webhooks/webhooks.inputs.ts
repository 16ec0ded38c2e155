import { ArgsType, Field, ID, InputType, Int, registerEnumType } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'
import { PageArgs } from '../platform/page.ts'
import { WebhookFilterTree } from './webhook-filter.view.ts'
import {
  WebhookFormat,
  WebhookPayload,
  WebhookSignatureScheme,
  WebhookSource,
} from './webhook-endpoint.entity.ts'
import { WebhookPaceFields } from './webhook-pace.inputs.ts'
import { WebhookMessageStatus } from './webhook-message.entity.ts'

export const WebhookReplayStatus = {
  FAILED: 'FAILED',
  SKIPPED: 'SKIPPED',
  NEVER_ATTEMPTED: 'NEVER_ATTEMPTED',
} as const
export type WebhookReplayStatus = (typeof WebhookReplayStatus)[keyof typeof WebhookReplayStatus]

registerEnumType(WebhookReplayStatus, {
  name: 'WebhookReplayStatus',
  description:
    'What to send again. FAILED: attempts used up, or ended by the receiver. SKIPPED: missed while the endpoint was disabled. NEVER_ATTEMPTED: events that the endpoint would hear today and that made no message for it, such as those before it was added; a QUERY payload tells how things are now.',
})

@InputType({ description: 'A header that is sent with each request to an endpoint, such as a credential.' })
export class WebhookHeaderInput {
  @Field(() => String, { description: 'Its name; not one that we set.' })
  name!: string

  @Field(() => String, { description: 'Its value, 1 to 2000 visible ASCII characters.' })
  value!: string
}

@InputType({
  description:
    'How requests to an endpoint authenticate: username and password (Basic), or a token (Bearer).',
})
export class WebhookAuthenticationInput {
  @Field(() => String, { nullable: true, description: 'User name, without a colon.' })
  username?: string | null

  @Field(() => String, { nullable: true, description: 'Its password.' })
  password?: string | null

  @Field(() => String, { nullable: true, description: 'A bearer token.' })
  token?: string | null
}

@InputType({ description: 'A new endpoint.' })
export class WebhookEndpointCreateInput extends WebhookPaceFields {
  @Field(() => String, {
    description: 'An https URL on port 443 or 8443 that is reachable from the internet.',
  })
  url!: string

  @Field(() => [String], {
    description: 'Names of events, words with a star such as `order.*`, or `*`; see `webhookEventTypes`.',
  })
  eventTypes!: string[]

  @Field(() => String, { nullable: true, description: 'What it is used for, at most 500 characters.' })
  description?: string | null

  @Field(() => WebhookSource, { nullable: true, description: 'What makes the endpoint; default API.' })
  source?: WebhookSource | null

  @Field(() => WebhookFormat, {
    nullable: true,
    description: 'In which form events are sent; default STANDARD.',
  })
  format?: WebhookFormat | null

  @Field(() => WebhookPayload, { nullable: true, description: 'How much of an event is sent; default FULL.' })
  payload?: WebhookPayload | null

  @Field(() => WebhookFilterTree, {
    nullable: true,
    description: 'Which messages are sent; absent: every one.',
  })
  filter?: WebhookFilterTree | null

  @Field(() => [WebhookHeaderInput], {
    nullable: true,
    description: 'Headers of yours, at most 20. Their values are not shown again.',
  })
  headers?: WebhookHeaderInput[] | null

  @Field(() => Int, {
    nullable: true,
    description: 'How many seconds an attempt may take, 1 to 30; default 15.',
  })
  timeoutSeconds?: number | null

  @Field(() => WebhookSignatureScheme, { nullable: true, description: 'How to sign; default HMAC.' })
  signatureScheme?: WebhookSignatureScheme | null

  @Field(() => WebhookAuthenticationInput, {
    nullable: true,
    description:
      'A credential for each request, not shown again. It wins over an `authorization` in `headers`.',
  })
  authentication?: WebhookAuthenticationInput | null

  @Field(() => DateTime, { nullable: true, description: 'When to disable it by itself; absent: never.' })
  expiresAt?: Date | null

  @Field(() => String, {
    nullable: true,
    description:
      'For a QUERY payload: one GraphQL query, asked with the ids $eventId and $subjectId as ID!, at most 10,000 characters. It is answered with what you may read yourself.',
  })
  query?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Version of the envelope to pin it to; default: the current one.',
  })
  apiVersion?: string | null

  @Field(() => String, { description: 'Repeating a request with the same key adds nothing.' })
  idempotencyKey!: string
}

@InputType({ description: 'Changes to an endpoint. Absent fields stay as they are.' })
export class WebhookEndpointUpdateInput extends WebhookPaceFields {
  @Field(() => ID, { description: 'Which endpoint.' })
  endpointId!: string

  @Field(() => String, {
    nullable: true,
    description: 'Where events are sent from now on, retries included.',
  })
  url?: string | null

  @Field(() => [String], { nullable: true, description: 'Replaces the list of events.' })
  eventTypes?: string[] | null

  @Field(() => String, { nullable: true, description: 'What it is used for; null clears.' })
  description?: string | null

  @Field(() => WebhookFormat, { nullable: true, description: 'In which form events are sent from now on.' })
  format?: WebhookFormat | null

  @Field(() => WebhookPayload, { nullable: true, description: 'How much of an event is sent from now on.' })
  payload?: WebhookPayload | null

  @Field(() => WebhookFilterTree, {
    nullable: true,
    description: 'Which messages are sent; null: every one.',
  })
  filter?: WebhookFilterTree | null

  @Field(() => [WebhookHeaderInput], {
    nullable: true,
    description: 'Headers of yours; replaces all of them. Their values are not shown again.',
  })
  headers?: WebhookHeaderInput[] | null

  @Field(() => Int, { nullable: true, description: 'How many seconds an attempt may take, 1 to 30.' })
  timeoutSeconds?: number | null

  @Field(() => WebhookAuthenticationInput, {
    nullable: true,
    description: 'A credential for each request, not shown again; null takes it away.',
  })
  authentication?: WebhookAuthenticationInput | null

  @Field(() => String, {
    nullable: true,
    description:
      'For a QUERY payload: one GraphQL query, asked with the ids $eventId and $subjectId as ID!, at most 10,000 characters. It is answered with what you may read yourself.',
  })
  query?: string | null

  @Field(() => DateTime, { nullable: true, description: 'When to disable it by itself; null: never.' })
  expiresAt?: Date | null

  @Field(() => Int, { nullable: true, description: 'Refuse when the endpoint has another version.' })
  expectedVersion?: number | null
}

@InputType({ description: 'One endpoint.' })
abstract class OneEndpoint {
  @Field(() => ID, { description: 'Which endpoint.' })
  endpointId!: string
}

@InputType({ description: 'An endpoint to delete.' })
export class WebhookEndpointDeleteInput extends OneEndpoint {}

@InputType({ description: 'An endpoint whose secret to replace.' })
export class WebhookEndpointRotateSecretInput extends OneEndpoint {
  @Field(() => WebhookSignatureScheme, {
    nullable: true,
    description: 'How to sign from now on; absent: as before. The old signatures go on for 24 hours beside.',
  })
  signatureScheme?: WebhookSignatureScheme | null
}

@InputType({ description: 'An endpoint to send events to again.' })
export class WebhookEndpointEnableInput extends OneEndpoint {}

@InputType({ description: 'An endpoint to stop sending to.' })
export class WebhookEndpointDisableInput extends OneEndpoint {}

@InputType({ description: 'An endpoint to send a `ping` to.' })
export class WebhookEndpointTestInput extends OneEndpoint {
  @Field(() => String, { nullable: true, description: 'Repeating a request with the same key does nothing.' })
  idempotencyKey?: string | null
}

@InputType({ description: 'A message to send again.' })
export class WebhookMessageReplayInput {
  @Field(() => ID, { description: 'Which message.' })
  messageId!: string

  @Field(() => String, { description: 'Repeating a request with the same key sends nothing more.' })
  idempotencyKey!: string
}

@InputType({ description: 'What to send again to one endpoint.' })
export class WebhookReplaySinceInput {
  @Field(() => ID, { description: 'Which endpoint.' })
  endpointId!: string

  @Field(() => DateTime, { description: 'What was made, or happened, at or after this instant.' })
  since!: Date

  @Field(() => DateTime, {
    nullable: true,
    description: 'And before this one; default: until now.',
  })
  until?: Date | null

  @Field(() => [String], {
    nullable: true,
    description: 'Of these events alone: names, or words with a star such as `order.*`; absent: all.',
  })
  eventTypes?: string[] | null

  @Field(() => [WebhookReplayStatus], {
    nullable: true,
    description: 'In these states; default FAILED and SKIPPED.',
  })
  statuses?: WebhookReplayStatus[] | null

  @Field(() => Boolean, { nullable: true, description: 'True: only count, send nothing.' })
  dryRun?: boolean | null

  @Field(() => String, {
    nullable: true,
    description: 'Repeating a request with the same key answers with the replay that the first one began.',
  })
  idempotencyKey?: string | null
}

@InputType({ description: 'Conditions on messages; all given ones must hold.' })
export class WebhookMessagesWhere {
  @Field(() => ID, { nullable: true, description: 'Messages to this endpoint.' })
  endpointId?: string | null

  @Field(() => WebhookMessageStatus, { nullable: true, description: 'Messages in this state.' })
  status?: WebhookMessageStatus | null

  @Field(() => String, { nullable: true, description: 'Messages of this event, such as `order.placed`.' })
  eventType?: string | null

  @Field(() => ID, { nullable: true, description: 'Messages of this very event.' })
  eventId?: string | null
}

@ArgsType()
export class WebhookMessagesArgs extends PageArgs {
  @Field(() => WebhookMessagesWhere, { nullable: true, description: 'Conditions.' })
  where?: WebhookMessagesWhere | null
}
