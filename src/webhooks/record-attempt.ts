import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import type { DeliveryDue } from './begin-delivery.ts'
import type { DeliveryOutcome } from './delivery-port.ts'
import { disableEndpoint } from './disable-endpoint.ts'
import { nextAttempt, type NextAttempt } from './retry.rules.ts'
import { WebhookAttempt } from './webhook-attempt.entity.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { WebhookMessage } from './webhook-message.entity.ts'

/** What was sent, and what came of it. */
export interface AttemptMade {
  due: DeliveryDue
  outcome: DeliveryOutcome
  /** When it was sent. */
  at: Date
}

/** PostgreSQL stores no NUL, and an answer may be anything. */
function asText(body: Buffer): string {
  return body.toString('utf8').replaceAll('\u0000', '\uFFFD')
}

function attemptOf(ctx: Ctx, message: WebhookMessage, { due, outcome, at }: AttemptMade): WebhookAttempt {
  const answer =
    outcome.kind === 'response'
      ? { statusCode: outcome.status, responseBody: asText(outcome.body) }
      : { errorCode: outcome.code, errorMessage: outcome.message }
  return Object.assign(new WebhookAttempt(), {
    id: ctx.ids.next('wha'),
    sellerId: message.sellerId,
    messageId: message.id,
    number: message.attemptCount,
    trigger: due.trigger,
    durationMs: Math.round(outcome.durationMs),
    attemptedAt: at,
    ...answer,
  })
}

function noteOnEndpoint(ctx: Ctx, endpoint: WebhookEndpoint, next: NextAttempt): void {
  if (next.state === 'SUCCEEDED') endpoint.lastSuccessAt = ctx.clock.now()
  else endpoint.lastFailureAt = ctx.clock.now()
  if (next.state !== 'RETRYING' && next.disable) disableEndpoint(ctx, endpoint, next.disable)
}

function decide(ctx: Ctx, message: WebhookMessage, { due, outcome }: AttemptMade): NextAttempt {
  const random = ctx.ids.bytes(4).readUInt32BE() / 2 ** 32
  const next = nextAttempt({ outcome, attempt: message.attemptCount, now: ctx.clock.now(), random })
  // Whoever asks for a ping waits for its answer now, not for days.
  return next.state === 'RETRYING' && due.trigger === 'TEST' ? { state: 'FAILED' } : next
}

/**
 * Stores an attempt and decides what follows: done, tried again at a time, or given up; a receiver may also have its
 * endpoint disabled. Answers the message. When a parallel attempt has succeeded meanwhile, that stands. Locks the
 * endpoint first, then the message, as every verb that needs both.
 */
export async function recordAttempt(ctx: Ctx, made: AttemptMade): Promise<WebhookMessage> {
  const lockMode = LockMode.PESSIMISTIC_WRITE
  const endpoint = await ctx.em.findOneOrFail(WebhookEndpoint, { id: made.due.endpointId }, { lockMode })
  const message = await ctx.em.findOneOrFail(WebhookMessage, { id: made.due.messageId }, { lockMode })
  const now = ctx.clock.now()
  message.attemptCount += 1
  message.updatedAt = now
  ctx.em.persist(attemptOf(ctx, message, made))
  const next = decide(ctx, message, made)
  if (message.status !== 'SUCCEEDED') {
    message.status = next.state
    message.nextAttemptAt = next.state === 'RETRYING' ? next.at : null
  }
  noteOnEndpoint(ctx, endpoint, next)
  return message
}
