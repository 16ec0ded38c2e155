import type { Ctx } from '../access/ctx.ts'
import { afterAttempt, type BreakerHit } from './breaker.rules.ts'
import type { DeliveryErrorCode, DeliveryOutcome } from './delivery-port.ts'
import { disableEndpoint } from './disable-endpoint.ts'
import { outageStep } from './outage.rules.ts'
import { recordEndpointEvent } from './record-endpoint-event.ts'
import { recordOutageNotice } from './record-outage-notice.ts'
import type { NextAttempt } from './retry.rules.ts'
import type { WebhookTrigger } from './webhook-attempt.entity.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { webhookEndpointRecovered } from './webhooks.events.ts'

/** An attempt and what follows from it, as far as its endpoint minds. */
interface AttemptJudged {
  trigger: WebhookTrigger
  outcome: DeliveryOutcome
  next: NextAttempt
}

const unreachedCodes: readonly DeliveryErrorCode[] = [
  'DNS',
  'REFUSED',
  'TLS',
  'FORBIDDEN_ADDRESS',
  'INVALID_URL',
]

function hitOf({ outcome, next }: AttemptJudged): BreakerHit {
  if (next.state === 'SUCCEEDED') return 'SUCCESS'
  if (outcome.kind === 'error')
    return unreachedCodes.includes(outcome.code) || outcome.remoteAddress === null ? 'UNREACHED' : 'FAILURE'
  const isWish =
    next.state === 'RETRYING' ? next.pauseUntil !== null : outcome.headers['webhook-delivery'] !== undefined
  return isWish ? 'NEUTRAL' : 'FAILURE'
}

function noteSuccess(ctx: Ctx, endpoint: WebhookEndpoint): void {
  endpoint.lastSuccessAt = ctx.clock.now()
  if (!endpoint.failingSince) return
  const wasTold = endpoint.notices > 0
  Object.assign(endpoint, { failingSince: null, notices: 0, nextNoticeAt: null })
  if (wasTold) recordEndpointEvent(ctx, webhookEndpointRecovered, endpoint)
}

function noteFailure(ctx: Ctx, endpoint: WebhookEndpoint): void {
  const now = ctx.clock.now()
  endpoint.lastFailureAt = now
  endpoint.failingSince ??= now
}

/**
 * Notes what attempts say of their locked endpoint, in their order: its breaker, the pause that its receiver asked for,
 * its outage, and whether the receiver wants no more. A ping that fails says nothing of the events.
 */
export function noteAttempts(ctx: Ctx, endpoint: WebhookEndpoint, attempts: readonly AttemptJudged[]): void {
  const now = ctx.clock.now()
  for (const attempt of attempts) {
    const { next, trigger } = attempt
    const hit = hitOf(attempt)
    if (hit === 'SUCCESS' || trigger !== 'TEST') endpoint.breaker = afterAttempt(endpoint.breaker, hit, now)
    if (hit === 'SUCCESS') noteSuccess(ctx, endpoint)
    else if (trigger !== 'TEST') noteFailure(ctx, endpoint)
    if (next.state === 'RETRYING' && next.pauseUntil && next.pauseUntil > (endpoint.pausedUntil ?? now))
      endpoint.pausedUntil = next.pauseUntil
    if (next.state !== 'RETRYING' && next.disable) disableEndpoint(ctx, endpoint, next.disable)
  }
}

/** Does what the outage of a locked endpoint asks for by now: tells of it, or disables the endpoint. */
export async function judgeOutage(ctx: Ctx, endpoint: WebhookEndpoint): Promise<void> {
  const { failingSince, lastFailureAt, notices, status } = endpoint
  const disables = endpoint.disablePolicy === 'AFTER_FAILURES'
  if (!failingSince || !lastFailureAt || status !== 'ACTIVE') {
    endpoint.nextNoticeAt = null
    return
  }
  const step = outageStep({ failingSince, lastFailureAt, notices, disables }, ctx.clock.now())
  Object.assign(endpoint, { notices: step.notices, nextNoticeAt: step.lookAgainAt })
  if (step.act === 'DISABLE') disableEndpoint(ctx, endpoint, 'FAILING')
  else if (step.act) await recordOutageNotice(ctx, endpoint, step.act.tell)
}
