import type { GraphQLFormattedError } from 'graphql'
import { unwrapResolverError } from '@apollo/server/errors'
import { databaseFault, type DatabaseFault } from '../platform/database-fault.ts'
import { DomainError } from '../platform/errors.ts'
import type { Logger } from '../platform/logger.ts'
import { messageWithoutValues } from './message-without-values.rules.ts'

/** Codes that reach a client as they are; everything else is an internal fault and masked. */
const publicCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'UNAUTHENTICATED',
  'LIMIT_EXCEEDED',
])

const sendAgain =
  'Send the same request again in a moment, with the same idempotency key: nothing is done twice.'

/** Faults that pass: whoever sends the same request again will be served. */
const passing: Record<DatabaseFault, { code: string; message: string }> = {
  BUSY: { code: 'BUSY', message: `Another request works on this right now. ${sendAgain}` },
  CONFLICT: { code: 'BUSY', message: `Another request works on this right now. ${sendAgain}` },
  TIMEOUT: { code: 'DEADLINE_EXCEEDED', message: `This took too long. ${sendAgain}` },
  UNAVAILABLE: {
    code: 'SERVICE_UNAVAILABLE',
    message: `The server cannot reach its database right now. ${sendAgain}`,
  },
}

/**
 * What a client sees of a top-level error: refusals with their code and path, known request faults as they are,
 * passing faults of the database as `retryable`, and for everything else a sentence with the request's id, under which the log has the whole story.
 */
export function formatError(
  log: Logger,
  formatted: GraphQLFormattedError,
  thrown: unknown,
): GraphQLFormattedError {
  const error = unwrapResolverError(thrown)
  const place = formatted.path ? { path: formatted.path } : {}
  if (error instanceof DomainError) {
    const { code = '', message = '' } = error.problems[0] ?? {}
    return { message, ...place, extensions: { code, problems: error.problems } }
  }
  const extensions = publicExtensions(formatted)
  if (extensions) {
    const { message, locations } = formatted
    return {
      message: messageWithoutValues(message),
      ...(locations ? { locations } : {}),
      ...place,
      extensions,
    }
  }
  const fault = databaseFault(error)
  if (fault) {
    const { code, message } = passing[fault]
    log.warn({ err: error, path: formatted.path }, 'a fault of the database was answered')
    return { message, ...place, extensions: { code, retryable: true } }
  }
  log.error({ err: error, path: formatted.path }, 'internal fault')
  return {
    message: 'Something went wrong on our side. Try again; if it persists, report the request id.',
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  }
}

/** The code of a request's own fault, or null. Apollo names every finding of validation alike; a limit says its name. */
function publicExtensions({ extensions = {} }: GraphQLFormattedError): Record<string, unknown> | null {
  const { code, limit } = extensions
  if (typeof limit === 'string') return { code: 'LIMIT_EXCEEDED', limit }
  return typeof code === 'string' && publicCodes.has(code) ? { code } : null
}
