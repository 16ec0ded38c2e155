import type { Ctx } from '../access/ctx.ts'
import { loadChildren } from '../platform/load-children.ts'
import { WebhookAttempt } from './webhook-attempt.entity.ts'
import type { WebhookMessage } from './webhook-message.entity.ts'

/** The attempts of a message, first to last. */
export function attemptsOf(ctx: Ctx, message: WebhookMessage): Promise<WebhookAttempt[]> {
  return loadChildren(ctx.em, WebhookAttempt, { of: 'messageId', orderBy: ['number'], id: message.id })
}
