import type { Ctx } from '../access/ctx.ts'
import { loadList, type ListOf } from '../platform/load-list.ts'
import type { TermsDocument } from './terms-document.entity.ts'
import { TermsVersion } from './terms-version.entity.ts'
import { versionInEffect } from './version-in-effect.rules.ts'

const ofDocument: ListOf<TermsVersion> = {
  entity: TermsVersion,
  by: 'documentId',
  orderBy: { effectiveFrom: 'asc', id: 'asc' },
}

/** The version of a document that is in effect, in the wanted language where it exists; null before the first one. */
export async function findCurrentVersion(
  ctx: Pick<Ctx, 'em' | 'clock'>,
  document: TermsDocument,
  locale?: string | null,
): Promise<TermsVersion | null> {
  const versions = await loadList(ctx, ofDocument, document.id)
  return versionInEffect(versions, ctx.clock.now(), locale ?? undefined)
}
