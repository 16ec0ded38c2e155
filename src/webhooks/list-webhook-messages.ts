import type { FilterQuery } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, instantInCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { WebhookMessage } from './webhook-message.entity.ts'
import type { WebhookMessagesArgs } from './webhooks.inputs.ts'

function afterCursor(cursor: string | null | undefined): Array<FilterQuery<WebhookMessage>> {
  if (!cursor) return []
  const [instant, id] = decodeCursor(cursor, 2).map(String)
  const createdAt = instantInCursor(instant)
  return [{ $or: [{ createdAt: { $lt: createdAt } }, { createdAt, id: { $lt: id ?? '' } }] }]
}

/** Messages that match, newest first. */
export async function listWebhookMessages(
  ctx: Ctx,
  args: WebhookMessagesArgs,
): Promise<Page<WebhookMessage>> {
  allowWebhooks(ctx, 'WEBHOOK_READ')
  const limit = pageSize(args.first) + 1
  const given = Object.entries(args.where ?? {}).filter(([, value]) => typeof value === 'string')
  const rows = await ctx.em.find(
    WebhookMessage,
    { $and: [Object.fromEntries(given), ...afterCursor(args.after)] },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit },
  )
  return toPage(rows, args, (row) => [row.createdAt.toISOString(), row.id])
}
