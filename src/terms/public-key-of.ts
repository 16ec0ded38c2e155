import type { Ctx } from '../access/ctx.ts'
import { keyFor } from './key-for.ts'
import type { TermsAcceptance } from './terms-acceptance.entity.ts'

/** The public key that verifies an acceptance's signature; null before sealing, or when nobody kept the key. */
export function publicKeyOf(ctx: Pick<Ctx, 'keys'>, acceptance: TermsAcceptance): string | null {
  return keyFor(ctx, acceptance.signingKeyId)?.publicKey ?? null
}
