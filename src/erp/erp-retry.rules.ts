const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** The waits after the 1st, 2nd, ... attempt, without jitter: ten attempts in 48 h 36 min 30 s. */
const waitsMs: readonly number[] = [
  MINUTE / 2,
  2 * MINUTE,
  10 * MINUTE,
  24 * MINUTE,
  HOUR,
  3 * HOUR,
  8 * HOUR,
  12 * HOUR,
  24 * HOUR,
]

/** Attempts before it is given up. */
export const mostErpAttempts = waitsMs.length + 1

/**
 * The wait after an attempt that nobody knows the end of, in milliseconds; null: it has been tried often enough.
 * `random`, in [0, 1), spreads it by 20 % either way.
 */
export function erpRetryWait(attempts: number, random: number): number | null {
  const wait = waitsMs[attempts - 1]
  return wait === undefined ? null : Math.round(wait * (0.8 + 0.4 * random))
}
