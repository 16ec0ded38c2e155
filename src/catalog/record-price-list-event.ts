import type { Ctx } from '../access/ctx.ts'
import type { EventDefinition } from '../events/event.ts'
import { record } from '../events/record.ts'
import type { PriceList } from './price-list.entity.ts'
import type { PriceListSnapshot } from './price-list.events.ts'
import { priceListSnapshot } from './price-list-snapshot.ts'

/** Records an event about a list. It belongs to the seller alone: what a customer pays is not told to its users. */
export function recordPriceListEvent<T extends { priceList: PriceListSnapshot }>(
  ctx: Ctx,
  definition: EventDefinition<T>,
  fact: { list: PriceList; data: Omit<T, 'priceList'> },
): void {
  const { id, sellerId, version } = fact.list
  const subject = { id, sellerId, organizationId: null, version }
  // Together the two parts are all that T holds.
  const data = { ...fact.data, priceList: priceListSnapshot(fact.list) } as unknown as T
  record(ctx, definition, { subject, data })
}
