import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { ownHeaders } from './endpoint-headers.ts'
import { liveSecrets } from './endpoint-secrets.ts'
import { receives } from './receives.rules.ts'
import type { WebhookTrigger } from './webhook-attempt.entity.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { WebhookMessage } from './webhook-message.entity.ts'
import { ping, webhookMessageReplayed } from './webhooks.events.ts'

/** How long nobody else starts the same delivery: longer than an attempt can take. */
const leaseMs = 60_000

/** An attempt that is to be made now. */
export interface DeliveryDue {
  messageId: string
  endpointId: string
  /** The event's id: the same for every attempt. */
  webhookId: string
  url: string
  body: Buffer
  /** Of the rendered body, and those that the endpoint's owner added. */
  headers: Record<string, string>
  timeoutMs: number
  /** In force now, newest first. */
  secrets: string[]
  /** 1 for the first. */
  attempt: number
  trigger: WebhookTrigger
}

/** Which delivery, and what asked for it. */
export interface DeliveryAsked {
  messageId: string
  /** How many attempts there were when this one was planned; anything else means that it was made meanwhile. */
  attemptsBefore?: number | undefined
  /** The event that asked for it, if one did. */
  eventId?: string | undefined
}

async function triggerOf(ctx: Ctx, message: WebhookMessage, eventId?: string): Promise<WebhookTrigger> {
  if (message.eventType === ping.type) return 'TEST'
  const event = eventId ? await ctx.em.findOne(OutboxEvent, { id: eventId }) : null
  return event?.type === webhookMessageReplayed.type ? 'MANUAL' : 'AUTO'
}

function isDue(ctx: Ctx, message: WebhookMessage, asked: DeliveryAsked): boolean {
  if (message.status !== 'PENDING' && message.status !== 'RETRYING') return false
  if (asked.attemptsBefore !== undefined) return message.attemptCount === asked.attemptsBefore
  return message.nextAttemptAt !== null && message.nextAttemptAt <= ctx.clock.now()
}

/**
 * Takes up a delivery under the message's lock, or answers null when there is nothing to do: it was made, it is not
 * due, or its endpoint is disabled or deleted, which skips the message. Nothing is sent here.
 */
export async function beginDelivery(ctx: Ctx, asked: DeliveryAsked): Promise<DeliveryDue | null> {
  const message = await ctx.em.findOne(
    WebhookMessage,
    { id: asked.messageId },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  )
  if (!message || !isDue(ctx, message, asked)) return null
  const endpoint = await ctx.em.findOne(WebhookEndpoint, { id: message.endpointId, deletedAt: null })
  const trigger = await triggerOf(ctx, message, asked.eventId)
  const now = ctx.clock.now()
  if (!endpoint || (!receives(endpoint, now) && trigger !== 'TEST')) {
    Object.assign(message, { status: 'SKIPPED', nextAttemptAt: null, updatedAt: now })
    return null
  }
  message.nextAttemptAt = new Date(now.getTime() + leaseMs)
  return {
    messageId: message.id,
    endpointId: message.endpointId,
    webhookId: message.eventId,
    url: endpoint.url,
    body: Buffer.from(message.body),
    headers: { ...ownHeaders(ctx, endpoint), ...message.headers },
    timeoutMs: endpoint.timeoutSeconds * 1000,
    secrets: liveSecrets(ctx, endpoint),
    attempt: message.attemptCount + 1,
    trigger,
  }
}
