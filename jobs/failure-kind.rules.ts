/** Whose fault a failure is: the surroundings' (they come back by themselves) or the work's own. */
export type FailureKind = 'OUTAGE' | 'WORK'

/** SQLSTATEs: connection lost, resources used up, stopped by an operator; and units that only lost a race. */
const outageStates = /^(08\w{3}|53\w{3}|57P0[1235]|40001|40P01|55P03|25006)$/
const outageCodes = new Set([
  'BUSY',
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'MAIL_DEFERRED',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
])

/** Drivers report some outages in words only. */
const outageWords = [
  /^Connection terminated/,
  /^Connection is closed/,
  /^Client has encountered a connection error/,
  /^timeout exceeded when trying to connect/,
  /^Reached the max retries per request limit/,
  /^Stream isn't writeable/,
  /^canceling statement due to user request/,
  /^(LOADING|MASTERDOWN|READONLY|CLUSTERDOWN|TRYAGAIN|MISCONF) /,
]

interface Thrown {
  code?: unknown
  message?: unknown
  cause?: unknown
  previous?: unknown
  errors?: unknown
}

const deepest = 5

function isOutage(thrown: unknown, depth: number): boolean {
  if (typeof thrown !== 'object' || thrown === null || depth > deepest) return false
  const { code, message, cause, previous, errors }: Thrown = thrown
  const said = String(message)
  if (typeof code === 'string' && (outageCodes.has(code) || outageStates.test(code))) return true
  if (outageWords.some((words) => words.test(said))) return true
  const below = [cause, previous, ...(Array.isArray(errors) ? (errors as unknown[]) : [])]
  return below.some((inner) => isOutage(inner, depth + 1))
}

/**
 * Tells an outage (a connection that was lost, a lock that could not be had, a server that stops) from a failure of the
 * work itself. A statement that ran into its time limit is the work's own.
 */
export function failureKind(error: unknown): FailureKind {
  return isOutage(error, 0) ? 'OUTAGE' : 'WORK'
}
