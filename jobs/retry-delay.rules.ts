const firstRetryMs = 15_000
const growth = 8
const firstOutageWaitMs = 1000
const longestOutageWaitMs = 300_000

/** How often in a row an outage may end a job before its starts count all the same: about two hours of waiting. */
export const mostGivenBack = 30

/** The wait after a failed start: 15 seconds, then two minutes, so that a vendor's short outage kills no good job. */
export function retryDelay(starts: number, firstMs: number = firstRetryMs): number {
  return firstMs * growth ** (starts - 1)
}

/** The wait after an outage ended a start: from one second to five minutes. */
export function outageDelay(times: number): number {
  return Math.min(firstOutageWaitMs * 2 ** Math.min(times - 1, 20), longestOutageWaitMs)
}

/** A wait, up to a third longer by chance, so that what failed together does not come back together. */
export function spread(ms: number, random: number): number {
  return Math.round(ms * (1 + random / 3))
}
