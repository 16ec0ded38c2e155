import type { Ctx } from '../access/ctx.ts'
import { sellersAbove } from '../access/sellers-above.ts'
import { TermsDocument } from './terms-document.entity.ts'
import { TermsVersion } from './terms-version.entity.ts'
import { versionInEffect } from './version-in-effect.rules.ts'

/**
 * What must be accepted before an order of this seller with products of these vendors is submitted: of every
 * mandatory document of the seller and the sellers above, general or of one of the vendors, the version in effect.
 * One version per document, general documents first; in the wanted language where it exists.
 */
export async function requiredTerms(
  ctx: Ctx,
  order: { sellerId: string; vendorIds: readonly string[]; locale?: string },
): Promise<TermsVersion[]> {
  const publishers = [order.sellerId, ...(await sellersAbove(ctx, order.sellerId))]
  const documents = await ctx.em.find(
    TermsDocument,
    {
      sellerId: { $in: publishers },
      mandatory: true,
      $or: [{ vendorId: null }, { vendorId: { $in: [...order.vendorIds] } }],
    },
    { orderBy: { key: 'asc', id: 'asc' } },
  )
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
