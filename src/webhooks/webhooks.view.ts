import { Field, Int, ObjectType } from 'type-graphql'
import { Activity } from '../activities/activity.entity.ts'
import { connectionOf } from '../platform/page.ts'
import { Payload } from '../platform/user-error.view.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { WebhookMessage } from './webhook-message.entity.ts'

export const WebhookMessageConnection = connectionOf(() => WebhookMessage, 'WebhookMessage')

const secretField =
  'The signing secret (`whsec_...`). Shown this once: store it where the receiver reads it. Null with ED25519: read `publicKeys`.'

@ObjectType({ description: 'Answer of webhookEndpointCreate.' })
export class WebhookEndpointCreatePayload extends Payload {
  @Field(() => WebhookEndpoint, { nullable: true, description: 'The endpoint; null when refused.' })
  webhookEndpoint?: WebhookEndpoint | null

  @Field(() => String, { nullable: true, description: secretField })
  secret?: string | null
}

@ObjectType({ description: 'Answer of webhookEndpointUpdate.' })
export class WebhookEndpointUpdatePayload extends Payload {
  @Field(() => WebhookEndpoint, { nullable: true, description: 'The endpoint; null when refused.' })
  webhookEndpoint?: WebhookEndpoint | null
}

@ObjectType({ description: 'Answer of webhookEndpointDelete.' })
export class WebhookEndpointDeletePayload extends Payload {
  @Field(() => WebhookEndpoint, { nullable: true, description: 'The endpoint as it was; null when refused.' })
  webhookEndpoint?: WebhookEndpoint | null
}

@ObjectType({ description: 'Answer of webhookEndpointRotateSecret.' })
export class WebhookEndpointRotateSecretPayload extends Payload {
  @Field(() => WebhookEndpoint, { nullable: true, description: 'The endpoint; null when refused.' })
  webhookEndpoint?: WebhookEndpoint | null

  @Field(() => String, { nullable: true, description: secretField })
  secret?: string | null
}

@ObjectType({ description: 'Answer of webhookEndpointEnable.' })
export class WebhookEndpointEnablePayload extends Payload {
  @Field(() => WebhookEndpoint, { nullable: true, description: 'The endpoint; null when refused.' })
  webhookEndpoint?: WebhookEndpoint | null
}

@ObjectType({ description: 'Answer of webhookEndpointDisable.' })
export class WebhookEndpointDisablePayload extends Payload {
  @Field(() => WebhookEndpoint, { nullable: true, description: 'The endpoint; null when refused.' })
  webhookEndpoint?: WebhookEndpoint | null
}

@ObjectType({ description: 'Answer of webhookEndpointTest.' })
export class WebhookEndpointTestPayload extends Payload {
  @Field(() => WebhookMessage, {
    nullable: true,
    description: 'The `ping` on its way; ask for its `attempts` in a moment. Null when refused.',
  })
  webhookMessage?: WebhookMessage | null
}

@ObjectType({ description: 'Answer of webhookMessageReplay.' })
export class WebhookMessageReplayPayload extends Payload {
  @Field(() => WebhookMessage, { nullable: true, description: 'The message; null when refused.' })
  webhookMessage?: WebhookMessage | null
}

@ObjectType({ description: 'Answer of webhookReplaySince.' })
export class WebhookReplaySincePayload extends Payload {
  @Field(() => WebhookEndpoint, { nullable: true, description: 'The endpoint; null when refused.' })
  webhookEndpoint?: WebhookEndpoint | null

  @Field(() => Activity, {
    nullable: true,
    description: 'The replay: its progress, its end, and what `activityCancel` stops. Null for a dry run.',
  })
  activity?: Activity | null

  @Field(() => Int, {
    nullable: true,
    description:
      'How many messages are sent, or would be. The filter of the endpoint may keep back some of NEVER_ATTEMPTED.',
  })
  replayedCount?: number | null

  @Field(() => Boolean, {
    nullable: true,
    deprecationReason: 'One call replays all.',
    description: 'Always false.',
  })
  hasMore?: boolean | null
}
