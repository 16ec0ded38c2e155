import { randomInt } from 'node:crypto'
import type { Journal } from './journal.ts'

/** Chance that can be repeated. */
export interface Random {
  seed: number
  /** In [0, 1). */
  next(): number
  /** A whole number in [0, bound). */
  below(bound: number): number
  pick<T>(from: readonly T[]): T
}

/** Mulberry32 over FAULT_SEED, else over a seed of its own; print it, so that a run can be had again. */
export function seededRandom(seed = Number(process.env['FAULT_SEED'] ?? randomInt(2 ** 31))): Random {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  return {
    seed,
    next,
    below,
    pick<T>(from: readonly T[]): T {
      const picked = from[below(from.length)]
      if (picked === undefined) throw new Error('There is nothing to pick from.')
      return picked
    },
  }
}

/** Counts the faults of a run by kind, and writes each into the journal of the clients, where its time stands. */
export class Nemesis {
  readonly counts = new Map<string, number>()

  constructor(
    readonly journal: Journal,
    readonly random: Random,
  ) {}

  did(kind: string, detail = ''): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1)
    const because = detail ? `${kind} (${detail})` : kind
    this.journal.write({ what: 'fault', intent: '', kind: 'nemesis', seller: '', because })
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0)
  }
}
