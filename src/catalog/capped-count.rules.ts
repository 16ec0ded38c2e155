/** Counts are exact up to here. */
export const countCap = 10_000

/** How many there are, counted no further than necessary. */
export interface CappedCount {
  count: number
  /** True when there are more than `count`. */
  isMore: boolean
  /** For people: `1,204`, or `10,000+`. */
  countText: string
}

const grouped = new Intl.NumberFormat('en')

/** A count as it is told; `isCut` where counting stopped before everything was seen. */
export function cappedCount(counted: number, isCut = false): CappedCount {
  const count = Math.min(counted, countCap)
  const isMore = isCut || counted > countCap
  return { count, isMore, countText: `${grouped.format(count)}${isMore ? '+' : ''}` }
}
