import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { refuse, refuseAll } from '../platform/errors.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { findWebhookEndpointForUpdate } from './find-webhook-endpoint-for-update.ts'
import { sendAgain } from './send-again.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { WebhookMessage } from './webhook-message.entity.ts'
import type { WebhookReplaySinceInput } from './webhooks.inputs.ts'

const mostAtOnce = 500

/** What was started. */
export interface ReplayStarted {
  webhookEndpoint: WebhookEndpoint
  replayedCount: number
  hasMore: boolean
}

/**
 * Sends again what one endpoint missed in a period, oldest first: its FAILED and SKIPPED messages, at most 500 a call.
 * What is under way is left out, so a repeat goes on where the last call ended. Refuses WEBHOOK_ENDPOINT_DISABLED.
 */
export async function replayWebhooksSince(ctx: Ctx, input: WebhookReplaySinceInput): Promise<ReplayStarted> {
  allowWebhooks(ctx, 'WEBHOOK_WRITE')
  const { since, until } = input
  const message = 'Give an end that lies after the beginning.'
  refuseAll(until && until <= since ? [{ code: 'PERIOD_INVALID', message, path: ['until'] }] : [])
  const endpoint = await findWebhookEndpointForUpdate(ctx, input.endpointId)
  if (endpoint.status !== 'ACTIVE')
    throw refuse('WEBHOOK_ENDPOINT_DISABLED', 'Enable the endpoint first, then replay what it missed.', [
      'endpointId',
    ])
  const messages = await ctx.em.find(
    WebhookMessage,
    {
      endpointId: endpoint.id,
      status: { $in: ['FAILED', 'SKIPPED'] },
      createdAt: { $gte: since, ...(until ? { $lt: until } : {}) },
    },
    {
      orderBy: { createdAt: 'asc', id: 'asc' },
      limit: mostAtOnce + 1,
      lockMode: LockMode.PESSIMISTIC_WRITE,
    },
  )
  const chosen = messages.slice(0, mostAtOnce)
  for (const one of chosen) sendAgain(ctx, one)
  return {
    webhookEndpoint: endpoint,
    replayedCount: chosen.length,
    hasMore: messages.length > chosen.length,
  }
}
