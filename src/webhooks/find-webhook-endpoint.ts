import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'

/** One endpoint; null when it is deleted or out of sight. */
export async function findWebhookEndpoint(ctx: Ctx, id: string): Promise<WebhookEndpoint | null> {
  allowWebhooks(ctx, 'WEBHOOK_READ')
  const endpoint = await load(ctx, WebhookEndpoint, id)
  return endpoint?.deletedAt === null ? endpoint : null
}
