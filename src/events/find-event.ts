import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import type { EventDefinition } from './event.ts'
import { OutboxEvent } from './outbox-event.entity.ts'

/** One event of the feed; null when it is missing, out of sight, not published yet or not `offered` to endpoints. */
export async function findEvent(
  ctx: Ctx,
  id: string,
  offered: readonly EventDefinition<object>[],
): Promise<OutboxEvent | null> {
  allow(ctx, 'EVENT_READ')
  const event = await load(ctx, OutboxEvent, id)
  const isShown = event?.feedPosition !== null && offered.some(({ type }) => type === event?.type)
  return isShown ? event : null
}
