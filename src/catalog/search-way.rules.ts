/** Few enough to look at each of them. */
export const fewProducts = 2000

/** A word of the query or a filter, and in about how many products it stands. */
export interface SearchPart {
  /** As tsquery. */
  query: string
  isTag: boolean
  /** In how many published products it stands for sure. */
  atLeast: number
  /** Infinite: the beginning of more words than can be added up. */
  breadth: number
}

/**
 * How matches are ordered. `RANK`: best first; for matches that are few enough to be compared. `WALK`: in the fixed order
 * of the catalog's walk; for words so broad that a page is full long before the best could be known. `NAME`: without words.
 */
export type SearchOrder = 'RANK' | 'WALK' | 'NAME'

/** The order of a search that begins: each order has an index, or few rows to sort. */
export function firstOrder(parts: readonly SearchPart[], pricesAreFew: boolean): SearchOrder {
  if (parts.every(({ isTag }) => isTag)) return 'NAME'
  return pricesAreFew || isSelective(parts) ? 'RANK' : 'WALK'
}

/** True when some part leaves few products. */
export function isSelective(parts: readonly SearchPart[]): boolean {
  return parts.some(({ breadth }) => breadth <= fewProducts)
}

/**
 * The parts that the index of words is asked for; the others are looked up in the rows that it finds, because what begins
 * many words is dear to look for and cheap to look up. Where no part is selective, two that may be rare together.
 */
export function drivingParts(parts: readonly SearchPart[]): SearchPart[] {
  const rarestFirst = parts.toSorted((a, b) => a.breadth - b.breadth)
  const selective = rarestFirst.filter(({ breadth }) => breadth <= fewProducts)
  const known = rarestFirst.filter(({ breadth }) => Number.isFinite(breadth))
  const asked = [selective, known].find((some) => some.length > 0)
  return asked ? asked.slice(0, 2) : rarestFirst.slice(0, 1)
}
