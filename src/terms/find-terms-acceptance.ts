import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { TermsAcceptance } from './terms-acceptance.entity.ts'

/** One acceptance with its evidence; null when it is missing or out of sight. */
export async function findTermsAcceptance(ctx: Ctx, id: string): Promise<TermsAcceptance | null> {
  allow(ctx, 'TERMS_READ')
  return load(ctx.em, TermsAcceptance, id)
}
