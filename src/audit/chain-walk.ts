import type { Anchor } from './anchor.ts'
import { chainStart, hashAt, repeatsItsText, type ChainEntry } from './chain-entry.ts'
import { explainSuspects } from './explain-suspects.ts'
import type { Finding, FindingCode } from './finding.ts'

/** Where a chain ends by what the database says of it. */
export interface ChainHead {
  sequence: bigint
  hash: string
}

/** What a walk along a chain came to. */
export interface Walked {
  entries: number
  /** The newest anchor that the chain agrees with, by its place; null: none. */
  anchoredTo: string | null
}

/** What a walk is given. */
export interface WalkPlan {
  sellerId: string
  /** Believed: judge their signatures before. */
  anchors: readonly Anchor[]
  /** Events since then must be there still; written as entries write instants. */
  eventsKeptSince: string
}

const mostSuspects = 1000

/** A walk along one chain, oldest entry first. It remembers the last entry, not the chain. Tells what is wrong to `report`. */
export class ChainWalk {
  #entries = 0
  #last = { sequence: 0n, hash: chainStart, sound: true }
  #anchoredTo: string | null = null
  #rewritten = false
  readonly #suspects: ChainEntry[] = []
  readonly #anchors: Map<string, Anchor[]>
  readonly #plan: WalkPlan
  readonly #report: (finding: Finding) => void

  constructor(plan: WalkPlan, report: (finding: Finding) => void) {
    this.#plan = plan
    this.#report = report
    this.#anchors = Map.groupBy(plan.anchors, ({ sequence }) => sequence)
  }

  /** Takes the next entry. */
  take(entry: ChainEntry): void {
    const follows = this.#judgePlace(entry)
    const sound = hashAt(entry, entry.sequence) === entry.entryHash
    if (sound) {
      if (follows) this.#judgeLink(entry)
      this.#judgeContent(entry)
    } else if (this.#suspects.length < mostSuspects) this.#suspects.push(entry)
    this.#judgeAnchors(entry)
    this.#entries += 1
    this.#last = { sequence: entry.sequence, hash: entry.entryHash, sound }
  }

  /** Ends the walk behind the newest entry. `head` is null where the chain has none. */
  end(head: ChainHead | null): Walked {
    explainSuspects(this.#suspects, (...finding) => this.#tell(...finding))
    this.#judgeTail(head)
    this.#judgeHead(head)
    return { entries: this.#entries, anchoredTo: this.#anchoredTo }
  }

  #tell(code: FindingCode, sequence: bigint, message: string): void {
    this.#report({ code, sellerId: this.#plan.sellerId, sequence: String(sequence), message })
  }

  /** False when the entry's number is not the next one. */
  #judgePlace({ sequence }: ChainEntry): boolean {
    const next = this.#last.sequence + 1n
    if (sequence === next) return true
    if (sequence > next) this.#tell('ENTRY_MISSING', next, `Places ${next} to ${sequence - 1n} are empty.`)
    else this.#tell('ENTRY_INSERTED', sequence, 'Two entries stand at this place.')
    return false
  }

  #judgeLink({ sequence, previousHash }: ChainEntry): void {
    const last = this.#last
    if (previousHash === last.hash || !last.sound) return
    const changed = last.sequence === 0n ? sequence : last.sequence
    this.#tell(
      'ENTRY_CHANGED',
      changed,
      `Entry ${sequence} was made over another one than stands before it now.`,
    )
  }

  #judgeContent(entry: ChainEntry): void {
    const { sequence, eventId, eventText, canonical, repeated } = entry
    if (!repeatsItsText(entry))
      this.#tell('ENTRY_CHANGED', sequence, 'Its columns do not say what its text says.')
    if (eventText !== null && eventText !== canonical)
      this.#tell('EVENT_CHANGED', sequence, `Event ${eventId} does not say what was recorded.`)
    if (eventText === null && repeated.occurredAt >= this.#plan.eventsKeptSince)
      this.#tell('EVENT_MISSING', sequence, `Event ${eventId} is gone before its time.`)
  }

  /** The first anchor that does not fit tells it all: those behind it cannot fit either. */
  #judgeAnchors({ sequence, entryHash }: ChainEntry): void {
    for (const { headHash, signedAt } of this.#anchors.get(String(sequence)) ?? []) {
      if (headHash === entryHash) this.#anchoredTo = String(sequence)
      else if (!this.#rewritten) {
        this.#rewritten = true
        this.#tell(
          'CHAIN_REWRITTEN',
          sequence,
          `The head that was signed at ${signedAt} is not in this chain.`,
        )
      }
    }
  }

  #judgeTail(head: ChainHead | null): void {
    const newest = this.#last.sequence
    const signed = this.#plan.anchors
      .map(({ sequence }) => BigInt(sequence))
      .filter((sequence) => sequence > newest)
    if (head && head.sequence > newest)
      this.#tell(
        'TAIL_CUT',
        newest + 1n,
        `The head stands at ${head.sequence}, the newest entry at ${newest}.`,
      )
    else if (signed[0] !== undefined)
      this.#tell('TAIL_CUT', newest + 1n, `Entry ${signed[0]} was signed; the newest is ${newest}.`)
  }

  #judgeHead(head: ChainHead | null): void {
    const { sequence, hash } = this.#last
    if (!head) {
      if (sequence > 0n) this.#tell('HEAD_CHANGED', sequence, 'The head of this chain is gone.')
      return
    }
    if (head.sequence < sequence)
      this.#tell(
        'ENTRY_INSERTED',
        head.sequence + 1n,
        `The head stands at ${head.sequence}; an entry stands behind it.`,
      )
    if (head.sequence === sequence && head.hash !== hash)
      this.#tell(
        'HEAD_CHANGED',
        sequence,
        'The head names another entry than the newest; one of them was changed.',
      )
  }
}
