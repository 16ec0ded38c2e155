import type { Ctx } from '../access/ctx.ts'
import { eventTypeProblem } from '../events/event-types.rules.ts'
import type { Problem } from '../platform/errors.ts'
import { fieldProblems, textWithin } from '../platform/field-checks.ts'
import { apiVersions } from './api-version.rules.ts'
import { authenticationProblems, type AuthenticationWish } from './authentication.rules.ts'
import { paceProblems, type PaceWishes } from './endpoint-pace.ts'
import { headerProblems, type EndpointHeader } from './header.rules.ts'
import { offeredEvents } from './offered-events.ts'
import { webhookFilterProblems } from './webhook-filter-problems.ts'
import { webhookUrlProblem } from './url.rules.ts'
import type { WebhookFilterTree } from './webhook-filter.view.ts'

const mostPatterns = 50
const longestQuery = 10_000

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

function timeoutProblems(seconds: number | null | undefined): Problem[] {
  if (typeof seconds !== 'number' || (seconds >= 1 && seconds <= 30)) return []
  return [{ code: 'TIMEOUT_INVALID', message: 'Give 1 to 30 seconds.', path: ['timeoutSeconds'] }]
}

function expiryProblems(expiresAt: Date | null | undefined, now: Date): Problem[] {
  if (!expiresAt || expiresAt > now) return []
  return [{ code: 'EXPIRY_PASSED', message: 'Give an instant that lies ahead.', path: ['expiresAt'] }]
}

function queryProblems(ctx: Ctx, query: string | null | undefined): Problem[] {
  if (typeof query !== 'string') return []
  const path = ['query']
  if (query.length > longestQuery)
    return [{ code: 'TEXT_TOO_LONG', message: `Give at most ${longestQuery} characters.`, path }]
  const found = ctx.queryProblems?.(query) ?? ['Queries cannot be stored here.']
  return found.map((message) => ({ code: 'WEBHOOK_QUERY_INVALID', message, path }))
}

/** A QUERY payload needs a query, given now or stored before. */
export function missingQueryProblems(
  payload: string | null | undefined,
  query: string | null | undefined,
): Problem[] {
  if (payload !== 'QUERY' || query) return []
  const message = 'Give the query whose answer is to be sent.'
  return [{ code: 'REQUIRED', message, path: ['query'] }]
}

function versionProblems(version: string | null | undefined): Problem[] {
  if (typeof version !== 'string' || apiVersions.includes(version)) return []
  const message = `There are these versions: ${apiVersions.join(', ')}.`
  return [{ code: 'API_VERSION_UNKNOWN', message, path: ['apiVersion'] }]
}

/** What is wrong with the given fields of an endpoint; absent ones are left alone. */
export function endpointProblems(
  ctx: Ctx,
  fields: PaceWishes & {
    url?: string | null | undefined
    eventTypes?: string[] | null | undefined
    description?: string | null | undefined
    headers?: EndpointHeader[] | null | undefined
    timeoutSeconds?: number | null | undefined
    filter?: WebhookFilterTree | null | undefined
    authentication?: AuthenticationWish | null | undefined
    expiresAt?: Date | null | undefined
    apiVersion?: string | null | undefined
    query?: string | null | undefined
  },
): Problem[] {
  const url =
    typeof fields.url === 'string' ? webhookUrlProblem(fields.url, { loopback: ctx.loopbackWebhooks }) : null
  return [
    ...(url ? [{ ...url, path: ['url'] }] : []),
    ...(fields.eventTypes ? eventTypesProblems(fields.eventTypes) : []),
    ...(fields.filter ? webhookFilterProblems(fields.filter, ['filter']) : []),
    ...(fields.headers ? headerProblems(fields.headers, ['headers']) : []),
    ...timeoutProblems(fields.timeoutSeconds),
    ...paceProblems(fields),
    ...(fields.authentication ? authenticationProblems(fields.authentication, ['authentication']) : []),
    ...expiryProblems(fields.expiresAt, ctx.clock.now()),
    ...versionProblems(fields.apiVersion),
    ...queryProblems(ctx, fields.query),
    ...fieldProblems({ description: [fields.description || null, textWithin(500)] }),
  ]
}
