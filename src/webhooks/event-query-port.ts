import type { Actor } from '../access/actor.ts'
import type { QueryAnswer } from '../access/ctx.ts'

/** What a stored query asks about one event. */
export interface EventQuestion {
  query: string
  variables: { eventId: string; subjectId: string }
  /** With whose permissions it is answered. */
  actor: Actor
}

/** What a stored query was answered; errors say, as in any answer of the API, what could not be told. */
export type EventAnswer = QueryAnswer

/** The API as webhooks need it. The composition fills it in: folders below the API cannot know its schema. */
export interface EventQueries {
  /** Why a query cannot be stored, or holds no longer; empty: it can. */
  problems: (query: string) => string[]
  /** Answers in a transaction of its own, read only: ask outside of any other. Never throws for what the query is at fault for. */
  answer: (question: EventQuestion) => Promise<EventAnswer>
}
