import type { Ctx } from '../access/ctx.ts'
import { WebhookMessage } from './webhook-message.entity.ts'

/** Stores new messages, one per endpoint and event: what is there already stays as it is. */
export async function storeMessages(ctx: Ctx, messages: readonly WebhookMessage[]): Promise<void> {
  if (messages.length === 0) return
  await ctx.em
    .createQueryBuilder(WebhookMessage)
    .insert([...messages])
    .onConflict(['sellerId', 'endpointId', 'eventId'])
    .ignore()
    .execute('run')
}
