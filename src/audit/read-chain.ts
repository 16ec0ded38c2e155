import type { EntityManager } from '../platform/database.ts'
import type { Anchor } from './anchor.ts'
import type { ChainEntry } from './chain-entry.ts'
import type { ChainHead } from './chain-walk.ts'

type Reader = { em: EntityManager }

interface EndRow {
  head_sequence: string | null
  head_hash: string | null
  newest: string | null
}

/** The head and the place of the newest entry, in one look: a commit moves both. */
export async function readEnd(
  ctx: Reader,
  sellerId: string,
): Promise<{ head: ChainHead | null; newest: bigint }> {
  const [row] = await ctx.em.execute<EndRow[]>(
    `SELECT c.last_sequence AS head_sequence, c.head_hash,
       (SELECT max(sequence) FROM audit_entry WHERE seller_id = ?) AS newest
     FROM (SELECT 1) AS one LEFT JOIN audit_chain c ON c.seller_id = ?`,
    [sellerId, sellerId],
  )
  const { head_sequence: sequence, head_hash: hash, newest } = row ?? {}
  return {
    head: sequence && hash ? { sequence: BigInt(sequence), hash } : null,
    newest: BigInt(newest ?? 0),
  }
}

interface EntryRow {
  sequence: string
  event_id: string
  organization_id: string | null
  type: string
  subject_id: string
  actor_id: string | null
  occurred_at: string
  canonical: string
  previous_hash: string
  entry_hash: string
  event_text: string | null
}

/** The place behind which a page begins. The event's id tells two apart that stand at one place. */
export interface Bookmark {
  sequence: bigint
  eventId: string
}

/** A page of entries behind a bookmark, oldest first, each with the text of its event as it is now. */
export async function readEntries(
  ctx: Reader,
  sellerId: string,
  page: { after: Bookmark; until: bigint; limit: number },
): Promise<ChainEntry[]> {
  const rows = await ctx.em.execute<EntryRow[]>(
    `SELECT a.sequence, a.event_id, a.organization_id, a.type, a.subject_id, a.actor_id,
       to_char(a.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS occurred_at,
       a.canonical, a.previous_hash, a.entry_hash, CASE WHEN e.id IS NULL THEN NULL ELSE audit_text(e) END AS event_text
     FROM audit_entry a LEFT JOIN outbox_event e ON e.seller_id = a.seller_id AND e.id = a.event_id
     WHERE a.seller_id = ? AND (a.sequence, a.event_id) > (?, ?) AND a.sequence <= ?
     ORDER BY a.sequence, a.event_id LIMIT ?`,
    [sellerId, String(page.after.sequence), page.after.eventId, String(page.until), page.limit],
  )
  return rows.map((row) => ({
    sellerId,
    sequence: BigInt(row.sequence),
    eventId: row.event_id,
    canonical: row.canonical,
    previousHash: row.previous_hash,
    entryHash: row.entry_hash,
    repeated: {
      organizationId: row.organization_id,
      type: row.type,
      subjectId: row.subject_id,
      actorId: row.actor_id,
      occurredAt: row.occurred_at,
    },
    eventText: row.event_text,
  }))
}

interface AnchorRow {
  seller_id: string
  sequence: string
  head_hash: string
  signed_at: string
  signing_key_id: string
  signature: string
}

/** The anchors that the database keeps of a seller. */
export async function readAnchors(ctx: Reader, sellerId: string): Promise<Anchor[]> {
  const rows = await ctx.em.execute<AnchorRow[]>(
    `SELECT seller_id, sequence, head_hash, signing_key_id, signature,
       to_char(signed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS signed_at
     FROM audit_anchor WHERE seller_id = ? ORDER BY sequence`,
    [sellerId],
  )
  return rows.map((row) => ({
    sellerId: row.seller_id,
    sequence: row.sequence,
    headHash: row.head_hash,
    signedAt: row.signed_at,
    signingKeyId: row.signing_key_id,
    signature: row.signature,
  }))
}

interface EventRow {
  id: string
  chained: boolean
}

/** A page of a seller's events, by id, and whether each is in the chain. */
export function readEvents(
  ctx: Reader,
  sellerId: string,
  page: { after: string; limit: number },
): Promise<EventRow[]> {
  return ctx.em.execute<EventRow[]>(
    `SELECT e.id, a.event_id IS NOT NULL AS chained
     FROM outbox_event e LEFT JOIN audit_entry a ON a.seller_id = e.seller_id AND a.event_id = e.id
     WHERE e.seller_id = ? AND e.id > ? ORDER BY e.id LIMIT ?`,
    [sellerId, page.after, page.limit],
  )
}

interface OrderRow {
  id: string
  status: string
  sequence: string | null
  canonical: string | null
}

/** A page of a seller's orders, by id, each with the newest entry about it. */
export function readOrders(
  ctx: Reader,
  sellerId: string,
  page: { after: string; limit: number },
): Promise<OrderRow[]> {
  return ctx.em.execute<OrderRow[]>(
    `SELECT o.id, o.status, n.sequence, n.canonical FROM orders o LEFT JOIN LATERAL (
       SELECT a.sequence, a.canonical FROM audit_entry a
       WHERE a.seller_id = o.seller_id AND a.subject_id = o.id AND a.type LIKE 'order.%'
       ORDER BY a.sequence DESC LIMIT 1) AS n ON true
     WHERE o.seller_id = ? AND o.id > ? ORDER BY o.id LIMIT ?`,
    [sellerId, page.after, page.limit],
  )
}
