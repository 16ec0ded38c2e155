import type { Ctx } from '../access/ctx.ts'
import { sellersAbove } from '../access/sellers-above.ts'
import { TermsDocument } from './terms-document.entity.ts'
import { TermsVersion } from './terms-version.entity.ts'
import { termsApply, type TermsFacts } from './terms-apply.rules.ts'
import { versionInEffect } from './version-in-effect.rules.ts'

/**
 * What must be accepted before an order of this seller with products of these vendors is submitted: of every
 * mandatory document of the seller and the sellers above that applies to it, the version in effect.
 * One version per document, general documents first; in the wanted language where it exists.
 */
export async function requiredTerms(
  ctx: Ctx,
  order: TermsFacts & { sellerId: string; locale?: string },
): Promise<TermsVersion[]> {
  const publishers = [order.sellerId, ...(await sellersAbove(ctx, order.sellerId))]
  const mandatory = await ctx.em.find(
    TermsDocument,
    { sellerId: { $in: publishers }, mandatory: true },
    { orderBy: { key: 'asc', id: 'asc' } },
  )
  const documents = mandatory.filter((document) => termsApply(document, order))
  if (documents.length === 0) return []
  const versions = await ctx.em.find(TermsVersion, {
    documentId: { $in: documents.map((document) => document.id) },
  })
  const byDocument = Map.groupBy(versions, (version) => version.documentId)
  const now = ctx.clock.now()
  return documents
    .toSorted((a, b) => Number(a.vendorId !== null) - Number(b.vendorId !== null))
    .flatMap((document) => versionInEffect(byDocument.get(document.id) ?? [], now, order.locale) ?? [])
}
