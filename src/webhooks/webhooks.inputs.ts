import { ArgsType, Field, ID, InputType, Int } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'
import { PageArgs } from '../platform/page.ts'
import { WebhookFilterTree } from './webhook-filter.view.ts'
import { WebhookFormat, WebhookPayload, WebhookSource } from './webhook-endpoint.entity.ts'
import { WebhookPaceFields } from './webhook-pace.inputs.ts'
import { WebhookMessageStatus } from './webhook-message.entity.ts'

@InputType({ description: 'A header that is sent with each request to an endpoint, such as a credential.' })
export class WebhookHeaderInput {
  @Field(() => String, { description: 'Its name; not one that we set.' })
  name!: string

  @Field(() => String, { description: 'Its value, 1 to 2000 visible ASCII characters.' })
  value!: string
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
export class WebhookEndpointRotateSecretInput extends OneEndpoint {}

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

@InputType({ description: 'What to send again: the FAILED and SKIPPED messages of one endpoint.' })
export class WebhookReplaySinceInput {
  @Field(() => ID, { description: 'Which endpoint.' })
  endpointId!: string

  @Field(() => DateTime, { description: 'Messages made at or after this instant.' })
  since!: Date

  @Field(() => DateTime, {
    nullable: true,
    description: 'And before this one; default: until now.',
  })
  until?: Date | null
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
