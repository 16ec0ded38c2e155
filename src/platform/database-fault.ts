/**
 * What a failed statement says of the database rather than of the request. `BUSY`: a lock was not free in time.
 * `TIMEOUT`: the statement ran too long. `CONFLICT`: it met another transaction and may run again at once.
 * `UNAVAILABLE`: the server cannot be reached, refuses connections, or ended this one.
 */
export type DatabaseFault = 'BUSY' | 'TIMEOUT' | 'CONFLICT' | 'UNAVAILABLE'

/** By SQLSTATE (PostgreSQL, appendix A), or by its first two characters. */
const byState: Record<string, DatabaseFault> = {
  '55P03': 'BUSY',
  '57014': 'TIMEOUT',
  '40001': 'CONFLICT',
  '40P01': 'CONFLICT',
  '08': 'UNAVAILABLE',
  '53': 'UNAVAILABLE',
  '57P01': 'UNAVAILABLE',
  '57P02': 'UNAVAILABLE',
  '57P03': 'UNAVAILABLE',
  '57P05': 'UNAVAILABLE',
  '25P03': 'UNAVAILABLE',
  '25P04': 'UNAVAILABLE',
}

const bySystemCall = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
])

/** What the driver says without a code when a connection is gone or cannot be had. */
const lostConnection =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|Cannot use a pool after calling end)/

interface MaybeCoded {
  code?: unknown
  message?: unknown
  cause?: unknown
  originalError?: unknown
}

function faultOf({ code, message }: MaybeCoded): DatabaseFault | null {
  if (typeof code === 'string') {
    const known = byState[code] ?? (/^[0-9A-Z]{5}$/.test(code) ? byState[code.slice(0, 2)] : undefined)
    if (known) return known
    if (bySystemCall.has(code)) return 'UNAVAILABLE'
  }
  return typeof message === 'string' && lostConnection.test(message) ? 'UNAVAILABLE' : null
}

/** The fault behind an error, also where the mapper or GraphQL has wrapped it; null when it is none of the database's. */
export function databaseFault(error: unknown): DatabaseFault | null {
  let current: unknown = error
  for (let depth = 0; depth < 4 && typeof current === 'object' && current !== null; depth++) {
    const fault = faultOf(current)
    if (fault) return fault
    const { cause, originalError }: MaybeCoded = current
    current = cause ?? originalError
  }
  return null
}
