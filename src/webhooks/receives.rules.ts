import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'

/** Whether an endpoint is sent anything at an instant: it is ACTIVE and has not expired, told or not. */
export function receives(
  { status, expiresAt }: Pick<WebhookEndpoint, 'status' | 'expiresAt'>,
  now: Date,
): boolean {
  return status === 'ACTIVE' && (expiresAt === null || expiresAt > now)
}
