import { Arg, Args, Ctx as Context, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import type { Page } from '../platform/page.ts'
import { attemptsOf } from './attempts-of.ts'
import { createWebhookEndpoint } from './create-webhook-endpoint.ts'
import { deleteWebhookEndpoint } from './delete-webhook-endpoint.ts'
import { disableWebhookEndpoint } from './disable-webhook-endpoint.ts'
import { enableWebhookEndpoint } from './enable-webhook-endpoint.ts'
import { livePublicKeys } from './endpoint-secrets.ts'
import { findWebhookEndpoint } from './find-webhook-endpoint.ts'
import { findWebhookMessage } from './find-webhook-message.ts'
import { listWebhookEndpoints } from './list-webhook-endpoints.ts'
import { listWebhookEventTypes } from './list-webhook-event-types.ts'
import { listWebhookMessages } from './list-webhook-messages.ts'
import { previewWebhookPayload } from './preview-webhook-payload.ts'
import { replayWebhookMessage } from './replay-webhook-message.ts'
import { replayWebhooksSince } from './replay-webhooks-since.ts'
import { rotateWebhookSecret } from './rotate-webhook-secret.ts'
import { testWebhookEndpoint } from './test-webhook-endpoint.ts'
import { updateWebhookEndpoint } from './update-webhook-endpoint.ts'
import { WebhookAttempt } from './webhook-attempt.entity.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { WebhookEventType, WebhookPayloadPreview } from './webhook-event-type.view.ts'
import { WebhookMessage } from './webhook-message.entity.ts'
import { WebhookPublicKey } from './webhook-public-key.view.ts'
import {
  WebhookEndpointCreateInput,
  WebhookEndpointDeleteInput,
  WebhookEndpointDisableInput,
  WebhookEndpointEnableInput,
  WebhookEndpointRotateSecretInput,
  WebhookEndpointTestInput,
  WebhookEndpointUpdateInput,
  WebhookMessageReplayInput,
  WebhookMessagesArgs,
  WebhookReplaySinceInput,
} from './webhooks.inputs.ts'
import {
  WebhookEndpointCreatePayload,
  WebhookEndpointDeletePayload,
  WebhookEndpointDisablePayload,
  WebhookEndpointEnablePayload,
  WebhookEndpointRotateSecretPayload,
  WebhookEndpointTestPayload,
  WebhookEndpointUpdatePayload,
  WebhookMessageConnection,
  WebhookMessageReplayPayload,
  WebhookReplaySincePayload,
} from './webhooks.view.ts'

@Resolver(() => WebhookEndpoint)
export class WebhookEndpointResolver {
  @Query(() => [WebhookEndpoint], { description: 'Your endpoints and those of the resellers below you.' })
  webhookEndpoints(@Context() ctx: Ctx): Promise<WebhookEndpoint[]> {
    return listWebhookEndpoints(ctx)
  }

  @Query(() => WebhookEndpoint, { nullable: true, description: 'One endpoint; null when you cannot see it.' })
  webhookEndpoint(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<WebhookEndpoint | null> {
    return findWebhookEndpoint(ctx, id)
  }

  @Query(() => [WebhookEventType], { description: 'The events that endpoints can hear, by name.' })
  webhookEventTypes(@Context() ctx: Ctx): WebhookEventType[] {
    return listWebhookEventTypes(ctx)
  }

  @Mutation(() => WebhookEndpointCreatePayload, {
    description: 'Adds an endpoint and answers with its secret, which is not shown again.',
  })
  webhookEndpointCreate(
    @Context() ctx: Ctx,
    @Arg('input', () => WebhookEndpointCreateInput) given: WebhookEndpointCreateInput,
  ): Promise<Partial<WebhookEndpointCreatePayload>> {
    return createWebhookEndpoint(ctx, given)
  }

  @Mutation(() => WebhookEndpointUpdatePayload, { description: 'Changes an endpoint.' })
  async webhookEndpointUpdate(
    @Context() ctx: Ctx,
    @Arg('input', () => WebhookEndpointUpdateInput) given: WebhookEndpointUpdateInput,
  ): Promise<Partial<WebhookEndpointUpdatePayload>> {
    return { webhookEndpoint: await updateWebhookEndpoint(ctx, given) }
  }

  @Mutation(() => WebhookEndpointDeletePayload, {
    description: 'Deletes an endpoint; it hears nothing more.',
  })
  async webhookEndpointDelete(
    @Context() ctx: Ctx,
    @Arg('input', () => WebhookEndpointDeleteInput) given: WebhookEndpointDeleteInput,
  ): Promise<Partial<WebhookEndpointDeletePayload>> {
    return { webhookEndpoint: await deleteWebhookEndpoint(ctx, given) }
  }

  @Mutation(() => WebhookEndpointRotateSecretPayload, {
    description: 'Replaces the secret. For 24 hours every delivery is signed with the old one too.',
  })
  webhookEndpointRotateSecret(
    @Context() ctx: Ctx,
    @Arg('input', () => WebhookEndpointRotateSecretInput) given: WebhookEndpointRotateSecretInput,
  ): Promise<Partial<WebhookEndpointRotateSecretPayload>> {
    return rotateWebhookSecret(ctx, given)
  }

  @Mutation(() => WebhookEndpointEnablePayload, { description: 'Sends events to a disabled endpoint again.' })
  async webhookEndpointEnable(
    @Context() ctx: Ctx,
    @Arg('input', () => WebhookEndpointEnableInput) given: WebhookEndpointEnableInput,
  ): Promise<Partial<WebhookEndpointEnablePayload>> {
    return { webhookEndpoint: await enableWebhookEndpoint(ctx, given) }
  }

  @Mutation(() => WebhookEndpointDisablePayload, { description: 'Stops sending to an endpoint.' })
  async webhookEndpointDisable(
    @Context() ctx: Ctx,
    @Arg('input', () => WebhookEndpointDisableInput) given: WebhookEndpointDisableInput,
  ): Promise<Partial<WebhookEndpointDisablePayload>> {
    return { webhookEndpoint: await disableWebhookEndpoint(ctx, given) }
  }

  @Mutation(() => WebhookEndpointTestPayload, {
    description: 'Sends a signed `ping` to one endpoint, also while it is disabled.',
  })
  async webhookEndpointTest(
    @Context() ctx: Ctx,
    @Arg('input', () => WebhookEndpointTestInput) given: WebhookEndpointTestInput,
  ): Promise<Partial<WebhookEndpointTestPayload>> {
    return { webhookMessage: await testWebhookEndpoint(ctx, given) }
  }

  @FieldResolver(() => [WebhookPublicKey], {
    description:
      'What verifies its `v1a` signatures, newest first; two while a rotation overlaps, none with HMAC.',
  })
  publicKeys(@Context() ctx: Ctx, @Root() endpoint: WebhookEndpoint): WebhookPublicKey[] {
    return livePublicKeys(ctx, endpoint)
  }
}

@Resolver(() => WebhookMessage)
export class WebhookMessageResolver {
  @Query(() => WebhookMessageConnection, { description: 'What was sent or waits to be sent, newest first.' })
  webhookMessages(
    @Context() ctx: Ctx,
    @Args(() => WebhookMessagesArgs) args: WebhookMessagesArgs,
  ): Promise<Page<WebhookMessage>> {
    return listWebhookMessages(ctx, args)
  }

  @Query(() => WebhookMessage, { nullable: true, description: 'One message; null when you cannot see it.' })
  webhookMessage(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<WebhookMessage | null> {
    return findWebhookMessage(ctx, id)
  }

  @Query(() => WebhookPayloadPreview, {
    nullable: true,
    description:
      'What an endpoint would receive for an event; null when you cannot see it. A QUERY payload is answered as things are now, with what you may read yourself.',
  })
  webhookPayloadPreview(
    @Context() ctx: Ctx,
    @Arg('eventId', () => ID, { description: 'Id of an event of the feed or of a message.' }) eventId: string,
    @Arg('endpointId', () => ID, {
      nullable: true,
      description: 'As this endpoint would receive it; absent: in the default form.',
    })
    endpointId?: string,
  ): Promise<WebhookPayloadPreview | null> {
    return previewWebhookPayload(ctx, { eventId, endpointId })
  }

  @Mutation(() => WebhookMessageReplayPayload, {
    description: 'Sends a message again now: the same id and bytes, freshly signed.',
  })
  async webhookMessageReplay(
    @Context() ctx: Ctx,
    @Arg('input', () => WebhookMessageReplayInput) given: WebhookMessageReplayInput,
  ): Promise<Partial<WebhookMessageReplayPayload>> {
    return { webhookMessage: await replayWebhookMessage(ctx, given) }
  }

  @Mutation(() => WebhookReplaySincePayload, {
    description:
      'Sends again what one endpoint missed in a period, oldest first, at no more than half of its rate. An activity: watch its progress, or cancel it.',
  })
  webhookReplaySince(
    @Context() ctx: Ctx,
    @Arg('input', () => WebhookReplaySinceInput) given: WebhookReplaySinceInput,
  ): Promise<Partial<WebhookReplaySincePayload>> {
    return replayWebhooksSince(ctx, given)
  }

  @FieldResolver(() => [WebhookAttempt], { description: 'Its attempts, first to last.' })
  attempts(@Context() ctx: Ctx, @Root() message: WebhookMessage): Promise<WebhookAttempt[]> {
    return attemptsOf(ctx, message)
  }

  @FieldResolver(() => WebhookEndpoint, { nullable: true, description: 'Where it goes; null when deleted.' })
  endpoint(@Context() ctx: Ctx, @Root() message: WebhookMessage): Promise<WebhookEndpoint | null> {
    return findWebhookEndpoint(ctx, message.endpointId)
  }
}
