import type { EventDefinition } from './events/event.ts'

/** Every event there is, one line each; emitted to schema/events. */
export const eventsCatalog: Array<EventDefinition<never>> = []
