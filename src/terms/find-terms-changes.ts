import type { Ctx } from '../access/ctx.ts'
import { diffTerms, type TermsLine } from './diff-terms.ts'
import { TermsVersion } from './terms-version.entity.ts'

/** A required version beside the one that the customer accepted last. */
export interface TermsChange {
  termsVersion: TermsVersion
  acceptedVersion: TermsVersion | null
  acceptedAt: Date | null
  lines: TermsLine[]
}

interface LastAccepted {
  document_id: string
  version_id: string
  accepted_at: Date
}

async function lastAccepted(
  ctx: Ctx,
  customer: { sellerId: string; organizationId: string },
  documentIds: readonly string[],
): Promise<LastAccepted[]> {
  return ctx.em.execute<LastAccepted[]>(
    `SELECT DISTINCT ON (v.document_id) v.document_id, a.version_id, a.accepted_at
     FROM terms_acceptance a JOIN terms_version v ON (v.seller_id, v.id) = (a.terms_seller_id, a.version_id)
     WHERE a.seller_id = ? AND a.organization_id = ? AND v.document_id = ANY (?)
     ORDER BY v.document_id, a.accepted_at DESC, a.id DESC`,
    [customer.sellerId, customer.organizationId, `{${documentIds.join(',')}}`],
  )
}

/**
 * What is new for a customer in each of these versions, against the version of the document that it accepted last, line
 * by line; every line is ADDED when it never accepted one. Two statements, however many there are.
 */
export async function findTermsChanges(
  ctx: Ctx,
  customer: { sellerId: string; organizationId: string },
  required: readonly TermsVersion[],
): Promise<TermsChange[]> {
  if (required.length === 0) return []
  const last = await lastAccepted(
    ctx,
    customer,
    required.map(({ documentId }) => documentId),
  )
  const versions = await ctx.em.find(TermsVersion, { id: { $in: last.map((one) => one.version_id) } })
  return required.map((termsVersion) => {
    const one = last.find((accepted) => accepted.document_id === termsVersion.documentId)
    const acceptedVersion = versions.find(({ id }) => id === one?.version_id) ?? null
    return {
      termsVersion,
      acceptedVersion,
      acceptedAt: one ? new Date(one.accepted_at) : null,
      lines: diffTerms(acceptedVersion?.body ?? '', termsVersion.body),
    }
  })
}
