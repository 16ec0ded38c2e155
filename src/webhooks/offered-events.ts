import type { EventDefinition } from '../events/event.ts'
import { eventsCatalog } from '../events-catalog.ts'

/** The events that endpoints can hear. */
export const offeredEvents = (): Array<EventDefinition<object>> =>
  eventsCatalog.filter((event) => event.offeredToWebhooks)

/** Whether endpoints can hear events of this name. */
export function isOffered(type: string): boolean {
  return eventsCatalog.some((event) => event.type === type && event.offeredToWebhooks)
}
