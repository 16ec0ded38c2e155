import type { FilterQuery } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, pageSize, refuseCursor, toPage, type Page } from '../platform/page.ts'
import { AuditEntry } from './audit-entry.entity.ts'
import type { AuditEventsArgs, AuditEventWhere } from './audit.inputs.ts'

type Condition = FilterQuery<AuditEntry>

/** Places are positive bigints. */
const place = /^[1-9]\d{0,17}$/

function conditions({ type, subjectId, actorId, since, until }: AuditEventWhere): Condition[] {
  return [
    ...(type ? [{ type }] : []),
    ...(subjectId ? [{ subjectId }] : []),
    ...(actorId ? [{ actorId }] : []),
    ...(since ? [{ occurredAt: { $gte: since } }] : []),
    ...(until ? [{ occurredAt: { $lt: until } }] : []),
  ]
}

function afterCursor(cursor: string | null | undefined): Condition[] {
  if (!cursor) return []
  const [value = ''] = decodeCursor(cursor, 1).map(String)
  if (!place.test(value)) throw refuseCursor()
  return [{ sequence: { $lt: BigInt(value) } }]
}

/**
 * Entries of one seller's audit chain, newest first: the caller's own chain, or that of a seller below it. One chain at a
 * time, because places and hashes mean something inside a chain only.
 */
export async function findAuditEvents(ctx: Ctx, args: AuditEventsArgs): Promise<Page<AuditEntry>> {
  allow(ctx, 'AUDIT_READ')
  const limit = pageSize(args.first) + 1
  const where = args.where ?? {}
  const sellerId = where.sellerId ?? ctx.actor.sellerId
  const rows = await ctx.em.find(
    AuditEntry,
    { $and: [{ sellerId }, ...conditions(where), ...afterCursor(args.after)] },
    { orderBy: { sequence: 'desc' }, limit },
  )
  return toPage(rows, args, (row) => [String(row.sequence)])
}
