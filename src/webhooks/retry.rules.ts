import type { DeliveryOutcome, DeliveryResponse } from './delivery-port.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** The waits after the 1st, 2nd, ... attempt, in milliseconds and without jitter: ten attempts in 75 h 35 min. */
const RETRY_WAITS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]

const JITTER = 0.2
const LONGEST_RETRY_AFTER_MS = HOUR
const SLOW_DOWN: readonly number[] = [429, 502, 503, 504]

/** What happens to a delivery after an attempt, and to its endpoint. */
export type NextAttempt =
  | { readonly state: 'SUCCEEDED'; readonly disable?: 'RECEIVER_REQUEST' }
  /** `pauseUntil`: the receiver asked for time, so its other deliveries wait too; null when it did not. */
  | { readonly state: 'RETRYING'; readonly at: Date; readonly pauseUntil: Date | null }
  | { readonly state: 'FAILED'; readonly disable?: 'GONE' | 'RECEIVER_REQUEST' }

export type AttemptMade = {
  readonly outcome: DeliveryOutcome
  /** How many attempts this delivery has had, this one included: 1 for the first. */
  readonly attempt: number
  readonly now: Date
  /** In [0, 1): spreads retries by 20 % either way. */
  readonly random: number
}

/**
 * Decides after an attempt: only 2xx succeeds, 410 and the receiver's `webhook-delivery` header end it,
 * everything else (redirects included) is tried again until the waits are used up.
 */
export function nextAttempt({ outcome, attempt, now, random }: AttemptMade): NextAttempt {
  if (outcome.kind === 'error') return retry({ attempt, now, random, askedMs: null })
  const wish = outcome.headers['webhook-delivery']?.trim().toLowerCase()
  if (outcome.status >= 200 && outcome.status < 300) {
    return wish === 'disable' ? { state: 'SUCCEEDED', disable: 'RECEIVER_REQUEST' } : { state: 'SUCCEEDED' }
  }
  if (outcome.status === 410) return { state: 'FAILED', disable: 'GONE' }
  if (wish === 'disable') return { state: 'FAILED', disable: 'RECEIVER_REQUEST' }
  if (wish === 'abort-message') return { state: 'FAILED' }
  return retry({ attempt, now, random, askedMs: askedWait(outcome, now) })
}

type Retry = { attempt: number; now: Date; random: number; askedMs: number | null }

function retry({ attempt, now, random, askedMs }: Retry): NextAttempt {
  const step = RETRY_WAITS_MS[attempt - 1]
  if (step === undefined) return { state: 'FAILED' }
  const spread = Math.round(step * (1 - JITTER + 2 * JITTER * random))
  const later = (ms: number) => new Date(now.getTime() + ms)
  if (askedMs === null) return { state: 'RETRYING', at: later(spread), pauseUntil: null }
  const asked = Math.min(askedMs, LONGEST_RETRY_AFTER_MS)
  return { state: 'RETRYING', at: later(Math.max(spread, asked)), pauseUntil: later(asked) }
}

/** How long the receiver asks us to wait, in milliseconds; null when it asks for nothing that can be read. */
function askedWait(response: DeliveryResponse, now: Date): number | null {
  const value = response.headers['retry-after']?.trim()
  if (value === undefined || !SLOW_DOWN.includes(response.status)) return null
  if (/^\d+$/.test(value)) return Number(value) * SECOND
  // Date.parse reads far more than HTTP dates ("-5", "1.5"): those always name a month.
  const date = /[A-Za-z]{3}/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) || date <= now.getTime() ? null : date - now.getTime()
}
