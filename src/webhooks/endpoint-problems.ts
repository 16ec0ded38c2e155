import type { Ctx } from '../access/ctx.ts'
import { eventTypeProblem } from '../events/event-types.rules.ts'
import type { Problem } from '../platform/errors.ts'
import { fieldProblems, textWithin } from '../platform/field-checks.ts'
import { offeredEvents } from './offered-events.ts'
import { webhookUrlProblem } from './url.rules.ts'

const mostPatterns = 50

function eventTypesProblems(patterns: string[]): Problem[] {
  const path = ['eventTypes']
  if (patterns.length === 0)
    return [{ code: 'REQUIRED', message: 'Name at least one event, or "*" for all.', path }]
  if (patterns.length > mostPatterns)
    return [{ code: 'TOO_MANY', message: `Name at most ${mostPatterns} events; a star covers many.`, path }]
  const known = offeredEvents().map((event) => event.type)
  return patterns.flatMap((pattern, at) => {
    const problem = eventTypeProblem(pattern, known)
    return problem ? [{ ...problem, path: [...path, String(at)] }] : []
  })
}

/** What is wrong with the given fields of an endpoint; absent ones are left alone. */
export function endpointProblems(
  ctx: Ctx,
  fields: {
    url?: string | null | undefined
    eventTypes?: string[] | null | undefined
    description?: string | null | undefined
  },
): Problem[] {
  const url =
    typeof fields.url === 'string' ? webhookUrlProblem(fields.url, { loopback: ctx.loopbackWebhooks }) : null
  return [
    ...(url ? [{ ...url, path: ['url'] }] : []),
    ...(fields.eventTypes ? eventTypesProblems(fields.eventTypes) : []),
    ...fieldProblems({ description: [fields.description || null, textWithin(500)] }),
  ]
}
