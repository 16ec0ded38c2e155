import type { Ctx } from '../access/ctx.ts'
import type { DeliveryOutcome } from './delivery-port.ts'
import type { NextAttempt } from './retry.rules.ts'
import type { DeliveryDue } from './turn-deliveries.ts'

/** An attempt, what came of it, and what follows. */
export interface AttemptToStore {
  due: DeliveryDue
  outcome: DeliveryOutcome
  next: NextAttempt
  /** When it was sent. */
  at: Date
}

/** PostgreSQL stores no NUL, and an answer may be anything. */
function asText(body: Buffer): string {
  return body.toString('utf8').replaceAll('\u0000', '\uFFFD')
}

function answerOf(outcome: DeliveryOutcome): object {
  if (outcome.kind === 'error')
    return {
      error_code: outcome.code,
      error_message: outcome.message,
      response_headers: {},
      response_truncated: false,
    }
  return {
    status_code: outcome.status,
    response_headers: outcome.headers,
    response_body: asText(outcome.body),
    response_truncated: outcome.truncated,
  }
}

function rowOf(ctx: Ctx, { due, outcome, next, at }: AttemptToStore): object {
  const { dnsMs, connectMs, tlsMs, firstByteMs } = outcome.timings
  return {
    ...answerOf(outcome),
    id: ctx.ids.next('wha'),
    message_id: due.messageId,
    lease_id: due.leaseId,
    status: next.state,
    next_attempt_at: next.state === 'RETRYING' ? next.at.toISOString() : null,
    trigger: due.trigger,
    duration_ms: Math.round(outcome.durationMs),
    attempted_at: at.toISOString(),
    request_headers: due.shownHeaders,
    remote_address: outcome.remoteAddress,
    dns_ms: dnsMs,
    connect_ms: connectMs,
    tls_ms: tlsMs,
    first_byte_ms: firstByteMs,
  }
}

/** Whether the message is still this attempt's to move. */
const mine = `m.lease_id = made.lease_id`

/**
 * Stores attempts and moves their messages on, all in one statement. Whoever lost the lease only adds the attempt; that
 * it succeeded counts in any case, and what has succeeded stays so.
 */
export async function storeAttempts(ctx: Ctx, attempts: readonly AttemptToStore[]): Promise<void> {
  const { sellerId } = ctx.actor
  const now = ctx.clock.now()
  await ctx.em.execute(
    `WITH made AS MATERIALIZED (
       SELECT * FROM jsonb_to_recordset(?::jsonb) AS a (id text, message_id text, lease_id text, status text,
         next_attempt_at timestamptz, trigger text, status_code integer, error_code text, error_message text,
         response_body text, response_headers jsonb, response_truncated boolean, request_headers jsonb, duration_ms integer,
         attempted_at timestamptz, remote_address text, dns_ms integer, connect_ms integer, tls_ms integer,
         first_byte_ms integer)),
     moved AS (
       UPDATE webhook_message m SET attempts = m.attempts + 1, updated_at = ?,
         status = CASE WHEN ${mine} OR made.status = 'SUCCEEDED' THEN made.status ELSE m.status END,
         next_attempt_at = CASE WHEN ${mine} OR made.status = 'SUCCEEDED' THEN made.next_attempt_at ELSE m.next_attempt_at END,
         trigger = CASE WHEN ${mine} THEN 'AUTO' ELSE m.trigger END,
         lost_leases = CASE WHEN ${mine} THEN 0 ELSE m.lost_leases END,
         lease_id = CASE WHEN ${mine} THEN NULL ELSE m.lease_id END,
         lease_until = CASE WHEN ${mine} THEN NULL ELSE m.lease_until END
       FROM made WHERE m.seller_id = ? AND m.id = made.message_id
       RETURNING m.id, m.attempts)
     INSERT INTO webhook_attempt (id, seller_id, message_id, number, trigger, status_code, error_code, error_message,
       response_body, response_headers, response_truncated, request_headers, duration_ms, attempted_at, remote_address,
       dns_ms, connect_ms, tls_ms, first_byte_ms)
     SELECT made.id, ?, made.message_id, moved.attempts, made.trigger, made.status_code, made.error_code,
       made.error_message, made.response_body, made.response_headers, made.response_truncated, made.request_headers,
       made.duration_ms, made.attempted_at, made.remote_address, made.dns_ms, made.connect_ms, made.tls_ms,
       made.first_byte_ms
     FROM made JOIN moved ON moved.id = made.message_id`,
    [JSON.stringify(attempts.map((one) => rowOf(ctx, one))), now, sellerId, sellerId],
  )
}
