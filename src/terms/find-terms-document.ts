import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { TermsDocument } from './terms-document.entity.ts'

/** One terms document, an inherited one too; null when it is missing or out of sight. */
export async function findTermsDocument(ctx: Ctx, id: string): Promise<TermsDocument | null> {
  allow(ctx, 'TERMS_READ')
  return load(ctx, TermsDocument, id)
}
