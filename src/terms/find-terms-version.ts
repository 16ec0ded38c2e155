import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { TermsVersion } from './terms-version.entity.ts'

/** One version of terms, an inherited one too; null when it is missing or out of sight. */
export async function findTermsVersion(ctx: Ctx, id: string): Promise<TermsVersion | null> {
  allow(ctx, 'TERMS_READ')
  return load(ctx, TermsVersion, id)
}
