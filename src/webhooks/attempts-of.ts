import type { Ctx } from '../access/ctx.ts'
import { loadList, type ListOf } from '../platform/load-list.ts'
import { WebhookAttempt } from './webhook-attempt.entity.ts'
import type { WebhookMessage } from './webhook-message.entity.ts'

const ofMessage: ListOf<WebhookAttempt> = {
  entity: WebhookAttempt,
  by: 'messageId',
  orderBy: { number: 'asc' },
}

/** The attempts of a message, first to last. */
export function attemptsOf(ctx: Ctx, message: WebhookMessage): Promise<WebhookAttempt[]> {
  return loadList(ctx, ofMessage, message.id)
}
