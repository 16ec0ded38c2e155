import { heldUntil, type Breaker } from './breaker.rules.ts'
import { filled, refilledAt, type Bucket } from './rate.rules.ts'

/** An endpoint as far as it decides how much is sent to it now. */
export type PumpedEndpoint = {
  readonly isOff: boolean
  readonly ordering: 'NONE' | 'PER_SUBJECT' | 'STRICT'
  readonly maxConcurrency: number
  readonly maxPerSecond: number | null
  readonly pausedUntil: Date | null
  readonly breaker: Breaker | null
  readonly bucket: Bucket | null
}

/**
 * What may be sent to an endpoint now. `TESTS`: only what somebody asked for to see whether it works. `atOnce` counts
 * what is under way already; `most` does not. `until`: when a limit lets more through; null when no limit holds.
 */
export type PumpGate = {
  readonly what: 'ALL' | 'TESTS'
  readonly atOnce: number
  readonly most: number
  readonly until: Date | null
  /** A breaker whose time is up: what is sent now is its trial. */
  readonly onTrial: boolean
}

const laterOf = (a: Date | null, b: Date | null) => (a !== null && (b === null || a > b) ? a : b)

/** Decides what an endpoint's order, concurrency, rate, pause and breaker let through at this instant. */
export function pumpGate(endpoint: PumpedEndpoint, now: Date): PumpGate {
  const { pausedUntil, breaker, maxPerSecond } = endpoint
  const paused = pausedUntil !== null && pausedUntil > now ? pausedUntil : null
  const until = laterOf(heldUntil(breaker, now), paused)
  if (endpoint.isOff || until !== null)
    return {
      what: 'TESTS',
      atOnce: endpoint.maxConcurrency,
      most: 1,
      until: endpoint.isOff ? null : until,
      onTrial: false,
    }
  const onTrial = breaker !== null && breaker.state !== 'CLOSED'
  const atOnce = onTrial || endpoint.ordering === 'STRICT' ? 1 : endpoint.maxConcurrency
  if (maxPerSecond === null) return { what: 'ALL', atOnce, most: atOnce, until: null, onTrial }
  const bucket = filled(endpoint.bucket, maxPerSecond, now)
  const most = Math.floor(bucket.tokens)
  return { what: 'ALL', atOnce, most, until: most < 1 ? refilledAt(bucket, maxPerSecond) : null, onTrial }
}
