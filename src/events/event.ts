import type { z } from 'zod'

/** A published kind of event: its name, meaning and the shape of its snapshot. */
export interface EventDefinition<T = Record<string, unknown>> {
  /** Past tense, dot separated. Never renamed once published. */
  type: string
  subjectType: string
  /** What it tells an integrator, and since when: one or two sentences. */
  description: string
  since: string
  schema: z.ZodType<T>
  /** A plausible instance; validated against the schema by a test. */
  example: T
  /** False: a note for the timeline and live updates only; endpoints cannot subscribe to it. */
  offeredToWebhooks: boolean
}

/** Declares an event; the list of all is `src/events-catalog.ts`, emitted to schema/events. */
export function defineEvent<T>(definition: EventDefinition<T>): EventDefinition<T> {
  return definition
}
