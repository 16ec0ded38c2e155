import type { Ctx } from '../access/ctx.ts'
import type { EventDefinition } from '../events/event.ts'
import { record } from '../events/record.ts'
import { orderSnapshot } from './order-snapshot.ts'
import type { Order } from './order.entity.ts'
import type { OrderEventData } from './orders.events.ts'

/**
 * Records an event about the order as it stands now, with its snapshot; `more` is what the event tells besides. What is
 * told of one line holds that line alone: two hundred lines that tell of all two hundred each fill a database.
 */
export function recordOrderEvent<T extends OrderEventData>(
  ctx: Ctx,
  definition: EventDefinition<T>,
  { order, ...more }: { order: Order } & Partial<Omit<T, 'order'>>,
): void {
  const { id, sellerId, organizationId, version } = order
  const line = 'lineNumber' in more && typeof more.lineNumber === 'number' ? more.lineNumber : undefined
  const data = { reason: null, ...more, order: orderSnapshot(order, line) }
  // The definition's schema checks the data: an event that lacks something is refused by `record`.
  record(ctx, definition, { subject: { id, sellerId, organizationId, version }, data: data as unknown as T })
}
