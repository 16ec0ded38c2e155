import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import { endpointSnapshot } from './endpoint-snapshot.ts'
import { disablesAt, type OutageNotice } from './outage.rules.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { webhookEndpointFailing } from './webhooks.events.ts'

interface LastAttempt {
  message_id: string
  event_type: string
  status_code: number | null
  error_code: string | null
  error_message: string | null
  response_body: string | null
}

const longestAnswer = 500

/** The newest failed attempt of an endpoint: what its owner wants to see first. */
async function lastFailure(ctx: Ctx, { sellerId, id }: WebhookEndpoint): Promise<LastAttempt | undefined> {
  const [row] = await ctx.em.execute<LastAttempt[]>(
    `SELECT a.message_id, m.event_type, a.status_code, a.error_code, a.error_message, a.response_body
     FROM webhook_message m JOIN webhook_attempt a ON a.seller_id = m.seller_id AND a.message_id = m.id
     WHERE m.seller_id = ? AND m.endpoint_id = ? AND m.attempts > 0 AND m.status IN ('RETRYING', 'FAILED', 'PENDING')
     ORDER BY a.attempted_at DESC LIMIT 1`,
    [sellerId, id],
  )
  return row
}

/** Tells that an endpoint has failed for so long: since when, with what answer, and when it will be disabled. */
export async function recordOutageNotice(
  ctx: Ctx,
  endpoint: WebhookEndpoint,
  notice: OutageNotice,
): Promise<void> {
  const { id, sellerId, version, failingSince, disablePolicy } = endpoint
  if (!failingSince) return
  const last = await lastFailure(ctx, endpoint)
  const disables = disablePolicy === 'AFTER_FAILURES'
  record(ctx, webhookEndpointFailing, {
    subject: { id, sellerId, organizationId: null, version },
    data: {
      webhookEndpoint: endpointSnapshot(endpoint),
      outage: {
        notice,
        since: failingSince.toISOString(),
        disablesAt: disablesAt({ failingSince, disables })?.toISOString() ?? null,
        lastAttempt: last
          ? {
              webhookMessageId: last.message_id,
              eventType: last.event_type,
              statusCode: last.status_code,
              errorCode: last.error_code,
              answer: (last.error_message ?? last.response_body ?? '').slice(0, longestAnswer),
            }
          : null,
      },
    },
  })
}
