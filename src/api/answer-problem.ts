import type { Response } from 'express'
import { databaseFault } from '../platform/database-fault.ts'
import { DomainError, refuse } from '../platform/errors.ts'
import type { Logger } from '../platform/logger.ts'

/** What a refusal is in HTTP; every other is 422: the request was understood and cannot be followed. */
const statuses: Record<string, number> = {
  BAD_REQUEST: 400,
  INVALID_CHARACTERS: 400,
  INVALID_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  IDEMPOTENCY_KEY_REUSED: 409,
  IDEMPOTENCY_IN_PROGRESS: 409,
  ORDER_NOT_PLACED: 409,
  ORDER_RESPONSE_OUTDATED: 409,
  ORDER_RESPONSE_TOO_EARLY: 409,
  ORDER_RESPONSE_TOO_LATE: 409,
  UPLOAD_GONE: 409,
  VERSION_CONFLICT: 409,
  MEDIA_TYPE_UNKNOWN: 415,
  BUSY: 503,
}

function asRefusal(error: unknown): DomainError | null {
  const { extensions } = Object(error) as { extensions?: { code?: string } }
  const message = error instanceof Error ? error.message : ''
  if (extensions?.code === 'UNAUTHENTICATED') return refuse('UNAUTHENTICATED', message)
  return databaseFault(error)
    ? refuse('BUSY', 'The database cannot be reached right now. Send the same request again.')
    : null
}

/** Answers what went wrong beside GraphQL in the same shape: `errors` with `message`, and `code` and `path` in `extensions`. */
export function answerProblem(log: Logger, response: Response, error: unknown): void {
  if (response.headersSent || response.destroyed) return
  const refusal = error instanceof DomainError ? error : asRefusal(error)
  if (!refusal) {
    log.error({ err: error }, 'request beside GraphQL')
    const extensions = { code: 'INTERNAL_SERVER_ERROR' }
    return void response.status(500).json({ errors: [{ message: 'Something went wrong here.', extensions }] })
  }
  const errors = refusal.problems.map(({ code, message, path }) => ({ message, extensions: { code, path } }))
  response.status(statuses[refusal.code] ?? 422).json({ errors })
}
