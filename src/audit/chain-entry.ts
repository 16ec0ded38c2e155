import { sha256 } from '../platform/secrets.ts'

/** `previousHash` of the first entry of a chain. */
export const chainStart = '0'.repeat(64)

/** An entry as it is stored, with what stands beside it. */
export interface ChainEntry {
  sellerId: string
  sequence: bigint
  eventId: string
  canonical: string
  previousHash: string
  entryHash: string
  /** The columns that repeat parts of the text. */
  repeated: {
    organizationId: string | null
    type: string
    subjectId: string
    actorId: string | null
    occurredAt: string
  }
  /** The event's text now; null: the event is gone. */
  eventText: string | null
}

/** The hash of an entry if it stood at that place; see `audit_hash` in schema/migrations. */
export function hashAt(entry: ChainEntry, sequence: bigint): string {
  return sha256([entry.previousHash, entry.sellerId, String(sequence), entry.canonical].join('\n'))
}

/** True when the columns say what the text says. */
export function repeatsItsText(entry: ChainEntry): boolean {
  const { repeated } = entry
  try {
    const said = JSON.parse(entry.canonical) as Record<string, unknown> & { actor?: { id?: unknown } }
    return (
      said['id'] === entry.eventId &&
      said['sellerId'] === entry.sellerId &&
      said['organizationId'] === repeated.organizationId &&
      said['type'] === repeated.type &&
      said['subjectId'] === repeated.subjectId &&
      (said.actor?.id ?? null) === repeated.actorId &&
      said['occurredAt'] === repeated.occurredAt
    )
  } catch {
    return false
  }
}
