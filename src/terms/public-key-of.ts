import type { Ctx } from '../access/ctx.ts'
import { signingKeyOf } from '../platform/signing-key.ts'
import type { TermsAcceptance } from './terms-acceptance.entity.ts'

/** The public key that verifies an acceptance's signature; null before sealing, or when the key was replaced. */
export function publicKeyOf(ctx: Pick<Ctx, 'keys'>, acceptance: TermsAcceptance): string | null {
  const key = signingKeyOf(ctx.keys.signing)
  return acceptance.signingKeyId === key.id ? key.publicKey : null
}
