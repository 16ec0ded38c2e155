import { z } from 'zod'
import { signedIn } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { offeredEvents } from './offered-events.ts'
import type { WebhookEventType } from './webhook-event-type.view.ts'

/** Every event that endpoints can hear, with the JSON Schema and an example of its `data`, by name. */
export function listWebhookEventTypes(ctx: Ctx): WebhookEventType[] {
  signedIn(ctx)
  return offeredEvents()
    .map(({ type, description, since, subjectType, schema, example }) => ({
      name: type,
      description,
      since,
      subjectType,
      schema: { ...z.toJSONSchema(schema) },
      example: { ...example },
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
