import type { Ctx } from '../access/ctx.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { readToldApproval, type ToldApproval } from './told-approval.ts'

/**
 * What an event tells of an approval. Where whoever told it knew little more of the order than its number, the order as
 * it was when approval was asked for: a request is about one revision, so that is what it is still about.
 */
export async function findToldApproval(ctx: Ctx, event: OutboxEvent): Promise<ToldApproval> {
  const told = readToldApproval(event.data)
  if (told.order.lines) return told
  const { sellerId, subjectId } = event
  const first = await ctx.em.findOne(OutboxEvent, { sellerId, subjectId, type: 'approval.requested' })
  return first ? { ...told, order: readToldApproval(first.data).order } : told
}
