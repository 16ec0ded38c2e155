import type { Ctx } from '../access/ctx.ts'
import { loadList } from '../platform/load-list.ts'
import { WebhookAttempt } from './webhook-attempt.entity.ts'
import type { WebhookMessage } from './webhook-message.entity.ts'

const attempts = { entity: WebhookAttempt, by: 'messageId', orderBy: { number: 'asc' } } as const

/** The attempts of a message, first to last. */
export function attemptsOf(ctx: Ctx, message: WebhookMessage): Promise<WebhookAttempt[]> {
  return loadList(ctx, attempts, message.id)
}
