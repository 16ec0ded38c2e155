import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { WebhookMessage } from './webhook-message.entity.ts'

/** One message; null when it is out of sight. */
export async function findWebhookMessage(ctx: Ctx, id: string): Promise<WebhookMessage | null> {
  allowWebhooks(ctx, 'WEBHOOK_READ')
  return load(ctx, WebhookMessage, id)
}
