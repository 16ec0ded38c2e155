import type { EntityManager } from '../platform/database.ts'
import type { VerifyingKey } from '../platform/signing-key.ts'
import { anchorText, type Anchor } from './anchor.ts'
import type { Finding } from './finding.ts'
import { judgeAnchors } from './judge-anchors.ts'
import { readAnchors, readEnd, readEntries, readEvents, readOrders, type Bookmark } from './read-chain.ts'
import { ChainWalk, type ChainHead, type Walked } from './chain-walk.ts'

/** What a verification is given. */
export interface ChainToVerify {
  sellerId: string
  /** Anchors that were kept outside the database, of this seller. */
  exported: readonly Anchor[]
  keys: readonly VerifyingKey[]
  now: Date
}

/** What a verification came to, besides its findings. */
export interface VerifiedChain extends Walked {
  sellerId: string
  head: { sequence: string; hash: string } | null
  /** Anchors whose signatures are right. */
  anchors: number
}

/** Opens a short read-only transaction in which the seller's rows can be seen. */
type Open = <T>(work: (ctx: { em: EntityManager }) => Promise<T>) => Promise<T>
type Report = (finding: Finding) => void

const perPage = 500
/** Events are kept for 30 days; a day less, because clocks differ. */
const eventsKeptMs = 29 * 86_400_000

/** All rows, page by page: behind the last row of a full page the next one begins. */
async function* paged<R, B>(
  begin: B,
  read: (after: B) => Promise<R[]>,
  mark: (row: R) => B,
): AsyncGenerator<R> {
  for (let after = begin; ;) {
    const rows = await read(after)
    yield* rows
    const last = rows.at(-1)
    if (rows.length < perPage || last === undefined) return
    after = mark(last)
  }
}

async function walkEntries(open: Open, given: ChainToVerify & { anchors: Anchor[] }, report: Report) {
  const { sellerId, anchors, now } = given
  const { head, newest } = await open((ctx) => readEnd(ctx, sellerId))
  const eventsKeptSince = new Date(now.getTime() - eventsKeptMs).toISOString()
  const walk = new ChainWalk({ sellerId, anchors, eventsKeptSince }, report)
  const begin: Bookmark = { sequence: 0n, eventId: '' }
  const read = (after: Bookmark) =>
    open((ctx) => readEntries(ctx, sellerId, { after, until: newest, limit: perPage }))
  for await (const entry of paged(begin, read, ({ sequence, eventId }): Bookmark => ({ sequence, eventId })))
    walk.take(entry)
  return { head, walked: walk.end(head) }
}

async function findUnchainedEvents(open: Open, sellerId: string, report: Report): Promise<void> {
  const read = (after: string) => open((ctx) => readEvents(ctx, sellerId, { after, limit: perPage }))
  for await (const { id, chained } of paged('', read, (row) => row.id))
    if (!chained)
      report({ code: 'EVENT_UNCHAINED', sellerId, sequence: null, message: `Event ${id} has no entry.` })
}

/** The status that an entry tells; null when it tells none. */
function statusIn(canonical: string | null): unknown {
  try {
    const said = JSON.parse(canonical ?? '{}') as { data?: { order?: { status?: unknown } } }
    return said.data?.order?.status ?? null
  } catch {
    return null
  }
}

async function compareOrders(open: Open, sellerId: string, report: Report): Promise<void> {
  const read = (after: string) => open((ctx) => readOrders(ctx, sellerId, { after, limit: perPage }))
  for await (const { id, status, sequence, canonical } of paged('', read, (row) => row.id)) {
    const told = statusIn(canonical)
    if (told === null || told === status) continue
    const message = `Order ${id} is ${status}; its newest entry tells ${JSON.stringify(told)}.`
    report({ code: 'ORDER_STATUS_DIFFERS', sellerId, sequence, message })
  }
}

const shown = (head: ChainHead | null) => head && { sequence: String(head.sequence), hash: head.hash }

/**
 * Verifies the chain of one seller page by page, however long it is, beside a running server or alone: every hash and
 * link, the head, the anchors of the database and those given, the events that are kept still, and the status of the
 * orders. Tells what it finds to `report`.
 */
export async function verifyChain(open: Open, given: ChainToVerify, report: Report): Promise<VerifiedChain> {
  const { sellerId, keys } = given
  const stored = await open((ctx) => readAnchors(ctx, sellerId))
  // The same anchor stands in the database and in a file; it is judged once.
  const all = [...stored, ...given.exported]
  const distinct = new Map(all.map((one) => [`${one.signingKeyId} ${one.signature} ${anchorText(one)}`, one]))
  const anchors = judgeAnchors([...distinct.values()], keys, report)
  const { head, walked } = await walkEntries(open, { ...given, anchors }, report)
  await findUnchainedEvents(open, sellerId, report)
  await compareOrders(open, sellerId, report)
  return { sellerId, ...walked, head: shown(head), anchors: anchors.length }
}
