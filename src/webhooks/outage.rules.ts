const HOUR = 3_600_000

/** How long an endpoint fails before it is disabled, and how far apart failures must lie at least. */
const DISABLE_AFTER_MS = 120 * HOUR
const FEWEST_HOURS_APART_MS = 12 * HOUR

export type OutageNotice = 'FAILING_1_HOUR' | 'FAILING_24_HOURS' | 'DISABLED_IN_24_HOURS'

/** When which notice is due, counted from the first failure. */
const NOTICES: ReadonlyArray<{ notice: OutageNotice; afterMs: number; beforeDisabling?: true }> = [
  { notice: 'FAILING_1_HOUR', afterMs: HOUR },
  { notice: 'FAILING_24_HOURS', afterMs: 24 * HOUR },
  { notice: 'DISABLED_IN_24_HOURS', afterMs: DISABLE_AFTER_MS - 24 * HOUR, beforeDisabling: true },
]

/** An endpoint's outage: the time since its first failure after its last success. */
export type Outage = {
  readonly failingSince: Date
  readonly lastFailureAt: Date
  /** How many notices of it were given. */
  readonly notices: number
  readonly disables: boolean
}

/** What is due now, how many notices are given then, and when to look again; null: not before the next attempt. */
export type OutageStep = {
  readonly act: { readonly tell: OutageNotice } | 'DISABLE' | null
  readonly notices: number
  readonly lookAgainAt: Date | null
}

const noticesOf = ({ disables }: Outage) => NOTICES.filter((one) => disables || !one.beforeDisabling)

/** When an endpoint that goes on failing is disabled. */
export function disablesAt({
  failingSince,
  disables,
}: Pick<Outage, 'failingSince' | 'disables'>): Date | null {
  return disables ? new Date(failingSince.getTime() + DISABLE_AFTER_MS) : null
}

/**
 * What an outage asks for now. Each notice is given once; of several that are due at once, because nobody looked, the
 * last one speaks for all. Disabled is only what failed at least twelve hours apart: one bad moment of a quiet endpoint
 * is no outage of five days.
 */
export function outageStep(outage: Outage, now: Date): OutageStep {
  const since = outage.failingSince.getTime()
  const apart = outage.lastFailureAt.getTime() - since
  const disablesIn = disablesAt(outage)
  const { notices } = outage
  if (disablesIn !== null && now >= disablesIn && apart >= FEWEST_HOURS_APART_MS)
    return { act: 'DISABLE', notices, lookAgainAt: null }
  const planned = noticesOf(outage)
  const due = planned.filter(({ afterMs }) => since + afterMs <= now.getTime()).length
  const last = due > notices ? planned[due - 1] : undefined
  const given = Math.max(due, notices)
  const next = planned[given]
  const later = next ? new Date(since + next.afterMs) : disablesIn
  const lookAgainAt = later !== null && later > now ? later : null
  return { act: last ? { tell: last.notice } : null, notices: given, lookAgainAt }
}
