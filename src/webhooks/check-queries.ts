import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { changeEndpoint } from './change-endpoint.ts'
import type { EventQueries } from './event-query-port.ts'
import { recordEndpointEvent } from './record-endpoint-event.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { webhookEndpointQueryInvalid } from './webhooks.events.ts'

/**
 * Judges the stored queries of the actor's seller by the schema of today: one that no longer holds gets a problem that
 * the API shows, and an event, once; one that holds again loses it. Answers how many changed.
 */
export async function checkQueries(ctx: Ctx, { problems }: EventQueries): Promise<number> {
  const { sellerId } = ctx.actor
  const endpoints = await ctx.em.find(
    WebhookEndpoint,
    { sellerId, deletedAt: null, payload: 'QUERY' },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
  )
  let changed = 0
  for (const endpoint of endpoints) {
    const queryProblem =
      problems(endpoint.query ?? '')
        .join(' ')
        .slice(0, 1000) || null
    if (queryProblem === endpoint.queryProblem) continue
    changeEndpoint(ctx, endpoint, { queryProblem })
    if (queryProblem) recordEndpointEvent(ctx, webhookEndpointQueryInvalid, endpoint)
    changed += 1
  }
  return changed
}
