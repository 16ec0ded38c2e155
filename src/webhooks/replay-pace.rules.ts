/** How a replay is spread: so many messages a part, and so long until the next. */
export type ReplayPace = { readonly perPart: number; readonly waitMs: number }

/** Messages a second that an endpoint without a rate of its own is thought to stand. */
const usualRate = 50
const waitMs = 2000

/** At most half of what an endpoint takes, so that a replay never holds up what happens now. */
export function replayPace(ratePerSecond: number | null): ReplayPace {
  const half = Math.floor(((ratePerSecond ?? usualRate) * waitMs) / 1000 / 2)
  // A slow endpoint gets one message at a time, and longer waits.
  if (half >= 1) return { perPart: half, waitMs }
  return { perPart: 1, waitMs: Math.ceil(2000 / (ratePerSecond ?? usualRate)) }
}
