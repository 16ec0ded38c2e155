import type { Ctx } from '../access/ctx.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'

/** Writes fields of a locked endpoint, and bumps its version. */
export function changeEndpoint(
  ctx: Ctx,
  endpoint: WebhookEndpoint,
  changes: Partial<WebhookEndpoint>,
): WebhookEndpoint {
  return Object.assign(endpoint, changes, { version: endpoint.version + 1, updatedAt: ctx.clock.now() })
}
