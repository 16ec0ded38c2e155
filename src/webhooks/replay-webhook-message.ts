import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { idempotent } from '../events/idempotent.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { sendAgain } from './send-again.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { WebhookMessage } from './webhook-message.entity.ts'
import type { WebhookMessageReplayInput } from './webhooks.inputs.ts'

async function findMessage(ctx: Ctx, id: string): Promise<WebhookMessage> {
  const locked = await ctx.em.findOne(WebhookMessage, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  const message = locked ?? (await ctx.em.findOne(WebhookMessage, { id }))
  if (!message) throw notFound('webhook message', ['messageId'])
  inWriteReach(ctx, message, ['messageId'])
  return message
}

async function replay(ctx: Ctx, messageId: string): Promise<WebhookMessage> {
  const message = await findMessage(ctx, messageId)
  const endpoint = await ctx.em.findOne(WebhookEndpoint, { id: message.endpointId, deletedAt: null })
  if (!endpoint) throw notFound('webhook endpoint', ['messageId'])
  if (endpoint.status !== 'ACTIVE')
    throw refuse('WEBHOOK_ENDPOINT_DISABLED', 'Enable the endpoint first, then replay what it missed.', [
      'messageId',
    ])
  return sendAgain(ctx, message)
}

/** Sends a message again now: the same id, the same bytes, whatever became of it before. Refuses WEBHOOK_ENDPOINT_DISABLED. */
export async function replayWebhookMessage(
  ctx: Ctx,
  input: WebhookMessageReplayInput,
): Promise<WebhookMessage> {
  allowWebhooks(ctx, 'WEBHOOK_WRITE')
  return idempotent(
    ctx,
    { operation: 'webhookMessageReplay', input },
    { work: () => replay(ctx, input.messageId), replay: (id) => findMessage(ctx, id) },
  )
}
