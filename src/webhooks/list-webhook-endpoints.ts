import type { Ctx } from '../access/ctx.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'

/** The endpoints of the caller's reseller and of those below it, oldest first; the deleted are left out. */
export async function listWebhookEndpoints(ctx: Ctx): Promise<WebhookEndpoint[]> {
  allowWebhooks(ctx, 'WEBHOOK_READ')
  return ctx.em.find(WebhookEndpoint, { deletedAt: null }, { orderBy: { id: 'asc' }, limit: 1000 })
}
