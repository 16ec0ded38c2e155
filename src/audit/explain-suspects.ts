import { hashAt, type ChainEntry } from './chain-entry.ts'
import type { FindingCode } from './finding.ts'

/** How many suspects are compared with each other, to find those that changed places. */
const mostCompared = 100

/** What became of an entry whose hash does not fit its place. */
interface Suspect {
  entry: ChainEntry
  /** The place at which its hash does fit; null: nowhere that we looked. */
  home: bigint | null
}

function homeOf(entry: ChainEntry, others: ChainEntry[]): bigint | null {
  const { sequence } = entry
  const candidates = [sequence - 1n, sequence + 1n, ...others.map((other) => other.sequence)]
  return candidates.find((place) => hashAt(entry, place) === entry.entryHash) ?? null
}

/** The first of every run of neighbours that moved by the same distance. */
function runsOf(suspects: Suspect[], distance: bigint): Suspect[] {
  const moved = suspects.filter(({ entry, home }) => home === entry.sequence + distance)
  const places = new Set(moved.map(({ entry }) => entry.sequence))
  return moved.filter(({ entry }) => !places.has(entry.sequence - 1n))
}

/**
 * Names what was done to entries whose hashes do not fit their places: changed; swapped, when two fit the place of each
 * other; or moved up or down together with those behind them, because one before them was taken out or put in.
 */
export function explainSuspects(
  entries: ChainEntry[],
  tell: (code: FindingCode, sequence: bigint, message: string) => void,
): void {
  const compared = entries.slice(0, mostCompared)
  const suspects = entries.map((entry) => ({ entry, home: homeOf(entry, compared) }))
  const homes = new Map(suspects.map(({ entry, home }) => [entry.sequence, home]))
  const isSwapped = ({ entry, home }: Suspect) => home !== null && homes.get(home) === entry.sequence
  const rest = suspects.filter((suspect) => !isSwapped(suspect))
  for (const { entry, home } of suspects.filter(isSwapped))
    tell('ORDER_SWAPPED', entry.sequence, `It was written at place ${home} and stands here now.`)
  const explained = new Set<bigint>()
  for (const { entry } of runsOf(rest, -1n)) {
    explained.add(entry.sequence - 1n)
    tell('ENTRY_INSERTED', entry.sequence - 1n, 'The entries behind it moved down to make room for it.')
  }
  for (const { entry } of runsOf(rest, 1n))
    tell('ENTRY_MISSING', entry.sequence, 'The entry of this place is gone, and those behind it moved up.')
  for (const { entry, home } of rest)
    if (home === null && !explained.has(entry.sequence))
      tell(
        'ENTRY_CHANGED',
        entry.sequence,
        'Its text and its links do not have the hash that stands beside them.',
      )
}
