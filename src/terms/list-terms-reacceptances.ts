import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../platform/page.ts'

/** A customer that accepted an earlier version than the one in effect. */
export interface TermsReacceptanceRow {
  organizationId: string
  documentId: string
  acceptedVersionId: string
  acceptedAt: Date
  currentVersionId: string
}

interface Row {
  organization_id: string
  document_id: string
  accepted_version_id: string
  accepted_at: Date
  current_version_id: string
}

const question = `
  WITH in_effect AS (
    SELECT DISTINCT ON (v.document_id) v.document_id, v.id, v.version
    FROM terms_version v JOIN terms_document d ON (d.seller_id, d.id) = (v.seller_id, v.document_id)
    WHERE d.mandatory AND v.seller_id = ANY (?) AND v.effective_from <= ?
    ORDER BY v.document_id, v.effective_from DESC, v.created_at DESC, v.id DESC
  ), last AS (
    SELECT DISTINCT ON (a.organization_id, v.document_id) a.organization_id, v.document_id, v.version, a.version_id,
      a.accepted_at
    FROM terms_acceptance a JOIN terms_version v ON (v.seller_id, v.id) = (a.terms_seller_id, a.version_id)
    WHERE a.seller_id = ANY (?) AND (?::text[] IS NULL OR a.organization_id = ANY (?::text[]))
      AND a.organization_id >= ?
    ORDER BY a.organization_id, v.document_id, a.accepted_at DESC, a.id DESC
  )
  SELECT last.organization_id, last.document_id, last.version_id AS accepted_version_id, last.accepted_at,
    in_effect.id AS current_version_id
  FROM last JOIN in_effect USING (document_id)
  WHERE last.version <> in_effect.version AND (last.organization_id, last.document_id) > (?, ?)
  ORDER BY last.organization_id, last.document_id LIMIT ?`

const list = (ids: readonly string[]): string => `{${ids.join(',')}}`

/**
 * Customers who accepted an earlier version of mandatory terms than the one in effect, and so must accept again before
 * they next order, by customer and document. Customers that never accepted a document are not among them.
 */
export async function listTermsReacceptances(ctx: Ctx, args: PageArgs): Promise<Page<TermsReacceptanceRow>> {
  allow(ctx, 'TERMS_READ')
  const limit = pageSize(args.first) + 1
  const [organizationId = '', documentId = ''] = args.after ? decodeCursor(args.after, 2).map(String) : []
  const { readableSellers, ancestorSellers, organizationScope } = ctx.actor
  const scope = organizationScope ? list(organizationScope) : null
  const rows = await ctx.em.execute<Row[]>(question, [
    list([...readableSellers, ...ancestorSellers]),
    ctx.clock.now(),
    list(readableSellers),
    scope,
    scope,
    organizationId,
    organizationId,
    documentId,
    limit,
  ])
  const found = rows.map((row) => ({
    organizationId: row.organization_id,
    documentId: row.document_id,
    acceptedVersionId: row.accepted_version_id,
    acceptedAt: new Date(row.accepted_at),
    currentVersionId: row.current_version_id,
  }))
  return toPage(found, args, (row) => [row.organizationId, row.documentId])
}
