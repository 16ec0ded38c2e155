const SECOND = 1000
const WINDOW_MS = 60 * SECOND
const SLOT_MS = 5 * SECOND
const FEWEST_ATTEMPTS = 10
const MOST_CONNECT_ERRORS = 5
const FIRST_OPEN_MS = 30 * SECOND
const LONGEST_OPEN_MS = 600 * SECOND

/** What a breaker remembers. Null: it is closed, and nothing was sent lately. */
export type Breaker = {
  readonly state: 'CLOSED' | 'OPEN' | 'HALF_OPEN'
  /** While OPEN: until when nothing is sent. ISO instant. */
  readonly until: string | null
  /** How often in a row it opened. */
  readonly opened: number
  /** Attempts in a row that reached nobody. */
  readonly connectErrors: number
  /** What came of the attempts of the last minute, in slots of five seconds. */
  readonly recent: ReadonlyArray<{ readonly slot: number; readonly made: number; readonly failed: number }>
}

/**
 * An attempt as far as a breaker minds. `UNREACHED`: no connection was made. `NEUTRAL`: the receiver works and asked for
 * something else, such as more time.
 */
export type BreakerHit = 'SUCCESS' | 'FAILURE' | 'UNREACHED' | 'NEUTRAL'

const closed: Breaker = { state: 'CLOSED', until: null, opened: 0, connectErrors: 0, recent: [] }

function open(breaker: Breaker, now: Date): Breaker {
  const opened = breaker.opened + 1
  const openMs = Math.min(FIRST_OPEN_MS * 2 ** Math.min(breaker.opened, 10), LONGEST_OPEN_MS)
  return { ...closed, state: 'OPEN', until: new Date(now.getTime() + openMs).toISOString(), opened }
}

function remember(breaker: Breaker, hit: BreakerHit, now: Date): Breaker {
  const slot = Math.floor(now.getTime() / SLOT_MS)
  const kept = breaker.recent.filter((one) => one.slot > slot - WINDOW_MS / SLOT_MS)
  const { made, failed } = kept.find((one) => one.slot === slot) ?? { made: 0, failed: 0 }
  const hitSlot = { slot, made: made + 1, failed: failed + (hit === 'SUCCESS' ? 0 : 1) }
  return {
    ...breaker,
    connectErrors: hit === 'UNREACHED' ? breaker.connectErrors + 1 : 0,
    recent: [...kept.filter((one) => one.slot !== slot), hitSlot],
  }
}

function isTooMuch({ connectErrors, recent }: Breaker): boolean {
  const made = recent.reduce((sum, one) => sum + one.made, 0)
  const failed = recent.reduce((sum, one) => sum + one.failed, 0)
  return connectErrors >= MOST_CONNECT_ERRORS || (made >= FEWEST_ATTEMPTS && failed * 2 >= made)
}

/**
 * A breaker after an attempt. CLOSED opens at half or more failures among ten or more attempts of the last minute, or at
 * five in a row that reached nobody: for 30 seconds, then twice as long each time, up to ten minutes. The one attempt of
 * HALF_OPEN closes it or opens it again. What comes back while it is OPEN was sent before, and changes nothing.
 */
export function afterAttempt(before: Breaker | null, hit: BreakerHit, now: Date): Breaker {
  const breaker = before ?? closed
  if (hit === 'NEUTRAL' || breaker.state === 'OPEN') return breaker
  if (breaker.state === 'HALF_OPEN') return hit === 'SUCCESS' ? closed : open(breaker, now)
  const next = remember(breaker, hit, now)
  return isTooMuch(next) ? open(next, now) : next
}

/** Until when a breaker lets nothing through; null when it does. */
export function heldUntil(breaker: Breaker | null, now: Date): Date | null {
  if (breaker?.state !== 'OPEN' || breaker.until === null) return null
  const until = new Date(breaker.until)
  return until > now ? until : null
}

/** A breaker whose time is up lets one attempt through. */
export function halfOpen(breaker: Breaker): Breaker {
  return { ...breaker, state: 'HALF_OPEN', until: null }
}

/** The breaker of an endpoint that is enabled again after it failed: one attempt first. */
export const onTrial: Breaker = { ...closed, state: 'HALF_OPEN' }
